package io.petrel.weather;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One report of one station. Immutable; equal when all values are equal, {@code receivedAt} apart,
 * so a report that arrives twice is equal to itself.
 *
 * <p>Numbers are held by {@link Variable#index()}; {@link Double#NaN} is a missing value, never 0.
 */
public final class Observation {
  private final String stationId;
  private final long timeMillis;
  private final int revision;
  private final @Nullable String region;
  private final @Nullable String stationName;
  private final Quality quality;
  private final double[] values;
  private final Map<String, Double> extra;
  private final long receivedAtMillis;

  private Observation(Builder builder) {
    this.stationId = builder.stationId;
    this.timeMillis = builder.timeMillis;
    this.revision = builder.revision;
    this.region = builder.region;
    this.stationName = builder.stationName;
    this.quality = builder.quality;
    this.values = builder.handOver();
    this.extra = Map.copyOf(builder.extra);
    this.receivedAtMillis = builder.receivedAtMillis;
  }

  public static Builder at(String stationId, Instant time) {
    return new Builder(stationId, time.toEpochMilli());
  }

  /** Starts an observation; {@code timeMillis} is the event time in milliseconds since 1970 UTC. */
  public static Builder at(String stationId, long timeMillis) {
    return new Builder(stationId, timeMillis);
  }

  /** A builder that starts with all values of this observation. */
  public Builder toBuilder() {
    Builder builder = new Builder(stationId, timeMillis);
    builder.revision = revision;
    builder.region = region;
    builder.stationName = stationName;
    builder.quality = quality;
    System.arraycopy(values, 0, builder.values, 0, values.length);
    extra.forEach(builder::extra);
    builder.receivedAtMillis = receivedAtMillis;
    return builder;
  }

  public String stationId() {
    return stationId;
  }

  public Instant time() {
    return Instant.ofEpochMilli(timeMillis);
  }

  /** Event time in milliseconds since 1970 UTC. */
  public long timeMillis() {
    return timeMillis;
  }

  public int revision() {
    return revision;
  }

  public @Nullable String region() {
    return region;
  }

  public @Nullable String stationName() {
    return stationName;
  }

  /** The station's name for people: its name, else its id. */
  public String displayName() {
    return stationName == null || stationName.isBlank() ? stationId : stationName;
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

  /** Measurements without a field of their own, by name. */
  public Map<String, Double> extra() {
    return extra;
  }

  /** A value of {@link #extra()}, or NaN when missing. */
  public double extra(String name) {
    Double value = extra.get(name);
    return value == null ? Double.NaN : value;
  }

  /** When our edge got the report, milliseconds since 1970 UTC; 0 = unknown. Not for matching. */
  public long receivedAtMillis() {
    return receivedAtMillis;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Observation that
        && timeMillis == that.timeMillis
        && revision == that.revision
        && stationId.equals(that.stationId)
        && Objects.equals(region, that.region)
        && Objects.equals(stationName, that.stationName)
        && quality == that.quality
        && Arrays.equals(values, that.values)
        && extra.equals(that.extra);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * stationId.hashCode() + Long.hashCode(timeMillis)) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(stationId).append('@').append(time());
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
    private final String stationId;
    private final long timeMillis;
    private int revision;
    private @Nullable String region;
    private @Nullable String stationName;
    private Quality quality = Quality.UNCHECKED;
    private double[] values = new double[Variables.count()];
    private boolean handedOver;
    private Map<String, Double> extra = Map.of();
    private long receivedAtMillis;

    private Builder(String stationId, long timeMillis) {
      this.stationId = Objects.requireNonNull(stationId, "stationId is null");
      this.timeMillis = timeMillis;
      Arrays.fill(values, Double.NaN);
    }

    public Builder revision(int revision) {
      this.revision = revision;
      return this;
    }

    public Builder region(@Nullable String region) {
      this.region = region;
      return this;
    }

    public Builder stationName(@Nullable String stationName) {
      this.stationName = stationName;
      return this;
    }

    public Builder quality(Quality quality) {
      this.quality = quality;
      return this;
    }

    /** Sets a value in the variable's unit; NaN = missing. */
    public Builder set(Variable variable, double value) {
      if (handedOver) {
        values = values.clone();
        handedOver = false;
      }
      values[variable.index()] = value;
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

    /** The values, which change no more: building millions of observations copies none. */
    private double[] handOver() {
      handedOver = true;
      return values;
    }

    public Observation build() {
      return new Observation(this);
    }
  }
}
