package io.petrel.weather;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One report of one station. Immutable. Equality ignores {@code receivedAt}, so a report that
 * arrives twice is equal to itself.
 *
 * <p>Fields are stored by kind and {@link ObservationField#index()}. A missing number is {@link
 * Double#NaN}, never 0.
 */
public final class Observation {
  private static final int TEXTS = ObservationField.all(ObservationField.Kind.TEXT).size();
  private static final double[] MISSING = new double[Variables.count()];

  static {
    Arrays.fill(MISSING, Double.NaN);
  }

  private final @Nullable String[] texts;
  private final long timeMillis;
  private final long receivedAtMillis;
  private final int revision;
  private final Quality quality;
  private final double[] values;
  private final Map<String, Double> extra;
  private int bytes;

  private Observation(Builder builder) {
    this.texts = builder.texts;
    this.timeMillis = builder.timeMillis;
    this.receivedAtMillis = builder.receivedAtMillis;
    this.revision = builder.revision;
    this.quality = builder.quality;
    this.values = builder.values;
    this.extra = Map.copyOf(builder.extra);
  }

  public static Builder at(String stationId, Instant time) {
    return at(stationId, time.toEpochMilli());
  }

  /** Starts an observation; {@code timeMillis} is the event time in milliseconds since 1970 UTC. */
  public static Builder at(String stationId, long timeMillis) {
    return builder()
        .text(ObservationField.STATION_ID.index(), Objects.requireNonNull(stationId, "stationId"))
        .millis(ObservationField.TIME.index(), timeMillis);
  }

  /** Starts an observation whose station and time are set like its other fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with all values of this observation. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.texts = texts;
    builder.timeMillis = timeMillis;
    builder.receivedAtMillis = receivedAtMillis;
    builder.revision = revision;
    builder.quality = quality;
    builder.values = values;
    builder.handedOver = true;
    extra.forEach(builder::extra);
    return builder;
  }

  public String stationId() {
    return Objects.requireNonNull(
        texts[0]); // The first text of the schema; build() has checked it.
  }

  public Instant time() {
    return Instant.ofEpochMilli(timeMillis);
  }

  /** Event time in milliseconds since 1970 UTC. */
  public long timeMillis() {
    return timeMillis;
  }

  /**
   * A time in milliseconds since 1970 UTC, by {@link ObservationField#index()}; 0 = missing, unless
   * the field is required.
   */
  public long millis(int timeIndex) {
    return timeIndex == 0 ? timeMillis : receivedAtMillis;
  }

  public int revision() {
    return revision;
  }

  /** A text, by {@link ObservationField#index()}; null when missing. */
  public @Nullable String text(int textIndex) {
    return texts[textIndex];
  }

  public @Nullable String region() {
    return texts[ObservationField.REGION.index()];
  }

  public @Nullable String stationName() {
    return texts[ObservationField.STATION_NAME.index()];
  }

  /** The station's name for people: its name, else its id. */
  public String displayName() {
    String name = stationName();
    return name == null || name.isBlank() ? stationId() : name;
  }

  /** The feed that delivered the report. */
  public @Nullable String feed() {
    return texts[ObservationField.FEED.index()];
  }

  /** METAR weather groups, or figures of WMO BUFR table 0 20 003. */
  public @Nullable String presentWeather() {
    return texts[ObservationField.PRESENT_WEATHER.index()];
  }

  public Quality quality() {
    return quality;
  }

  /** The value in the variable's unit, or NaN when missing. */
  public double value(Variable variable) {
    return values[variable.index()];
  }

  /** The value of the variable at that index in its unit, or NaN when missing. */
  public double value(int variableIndex) {
    return values[variableIndex];
  }

  public boolean has(Variable variable) {
    return !Double.isNaN(values[variable.index()]);
  }

  /** Measurements without a schema field, by name. */
  public Map<String, Double> extra() {
    return extra;
  }

  /** A value of {@link #extra()}, or NaN when missing. */
  public double extra(String name) {
    Double value = extra.get(name);
    return value == null ? Double.NaN : value;
  }

  /** The same without the extra measurements of other names; this one where it has none. */
  public Observation withExtras(Set<String> names) {
    if (extra.isEmpty() || names.containsAll(extra.keySet())) {
      return this;
    }
    Builder builder = toBuilder();
    builder.extra.keySet().retainAll(names);
    return builder.build();
  }

  /** What it takes in memory, about, in bytes. */
  public int bytesInMemory() {
    int known = bytes;
    if (known == 0) { // Counted once, as in String.hashCode: threads that race count the same.
      known = countBytes();
      bytes = known;
    }
    return known;
  }

  private int countBytes() {
    int bytes = 200 + 8 * values.length;
    for (String text : texts) {
      bytes += text == null ? 0 : 48 + text.length();
    }
    if (!extra.isEmpty()) {
      for (String name : extra.keySet()) {
        bytes += 88 + name.length();
      }
    }
    return bytes;
  }

  /**
   * When Petrel received the report, milliseconds since 1970 UTC; 0 = unknown. Not for matching.
   */
  public long receivedAtMillis() {
    return receivedAtMillis;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Observation that
        && timeMillis == that.timeMillis
        && revision == that.revision
        && Arrays.equals(texts, that.texts)
        && quality == that.quality
        && Arrays.equals(values, that.values)
        && extra.equals(that.extra);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * stationId().hashCode() + Long.hashCode(timeMillis)) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(stationId()).append('@').append(time());
    for (Variable variable : Variables.all()) {
      if (has(variable)) {
        text.append(' ').append(variable.name()).append('=').append(value(variable));
      }
    }
    new TreeMap<>(extra)
        .forEach((name, value) -> text.append(" extra.").append(name).append('=').append(value));
    return text.toString();
  }

  /** Collects the values of an observation. Not thread-safe. */
  public static final class Builder {
    private @Nullable String[] texts = new String[TEXTS];
    private double[] values;
    private boolean handedOver;
    private long timeMillis;
    private long receivedAtMillis;
    private int revision;
    private Quality quality = Quality.UNCHECKED;
    private Map<String, Double> extra = Map.of();

    private Builder() {
      values = MISSING.clone();
    }

    /** Sets a text by {@link ObservationField#index()}; null = missing. */
    public Builder text(int textIndex, @Nullable String text) {
      own();
      texts[textIndex] = text;
      return this;
    }

    /** Sets a time by {@link ObservationField#index()}; 0 = missing, unless it is required. */
    public Builder millis(int timeIndex, long millis) {
      if (timeIndex == 0) {
        timeMillis = millis;
      } else {
        receivedAtMillis = millis;
      }
      return this;
    }

    public Builder revision(int revision) {
      this.revision = revision;
      return this;
    }

    public Builder region(@Nullable String region) {
      return text(ObservationField.REGION.index(), region);
    }

    public Builder stationName(@Nullable String stationName) {
      return text(ObservationField.STATION_NAME.index(), stationName);
    }

    public Builder feed(@Nullable String feed) {
      return text(ObservationField.FEED.index(), feed);
    }

    public Builder presentWeather(@Nullable String presentWeather) {
      return text(ObservationField.PRESENT_WEATHER.index(), presentWeather);
    }

    public Builder quality(Quality quality) {
      this.quality = quality;
      return this;
    }

    /** Sets a value in the variable's unit; NaN = missing. */
    public Builder set(Variable variable, double value) {
      return set(variable.index(), value);
    }

    /** Sets the value of the variable at that index in its unit; NaN = missing. */
    public Builder set(int variableIndex, double value) {
      own();
      values[variableIndex] = value;
      return this;
    }

    /**
     * Sets a value by field name.
     *
     * @throws IllegalArgumentException if the schema has no such numeric field
     */
    public Builder set(String variable, double value) {
      return set(Variables.named(variable), value);
    }

    public Builder extra(String name, double value) {
      if (extra.isEmpty()) {
        extra = new TreeMap<>();
      }
      extra.put(name, value);
      return this;
    }

    public Builder receivedAtMillis(long receivedAtMillis) {
      this.receivedAtMillis = receivedAtMillis;
      return this;
    }

    /**
     * Copies the arrays only if an observation already uses them, so that most builds copy none.
     */
    private void own() {
      if (handedOver) {
        texts = texts.clone();
        values = values.clone();
        handedOver = false;
      }
    }

    /**
     * @throws IllegalStateException if the station is missing
     */
    public Observation build() {
      if (texts[0] == null) {
        throw new IllegalStateException("an observation needs a station_id");
      }
      handedOver = true;
      return new Observation(this);
    }
  }
}
