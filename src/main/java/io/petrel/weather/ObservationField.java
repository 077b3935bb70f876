package io.petrel.weather;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A field of an observation. The table of all fields is {@code schemas/weather_observation.avsc};
 * all readers and writers of observations iterate over it, so a new text or number needs only the
 * schema.
 *
 * @param name as in the schema, in rules and in files
 * @param kind type of its values, and the accessor of {@link Observation}
 * @param index position among the fields of its kind, 0-based; never changes once released, because
 *     state holds values by index
 * @param isRequired whether every observation has it
 * @param inRules whether expressions can use it
 * @param isLasting whether it is the same in all reports of a station
 * @param description for people
 */
public record ObservationField(
    String name,
    Kind kind,
    int index,
    boolean isRequired,
    boolean inRules,
    boolean isLasting,
    String description) {
  /** The type of a field's values. */
  public enum Kind {
    /** {@link Observation#text(int)}. */
    TEXT,
    /** {@link Observation#millis(int)}. */
    TIME,
    /** {@link Observation#revision()}, the only one. */
    INTEGER,
    /** {@link Observation#quality()}, the only one. */
    ENUM,
    /** {@link Observation#value(int)}: a {@link Variable}. */
    NUMBER,
    /** {@link Observation#extra()}, the only one. */
    MAP
  }

  private static final List<ObservationField> ALL = read(Variables.schema());
  private static final Map<String, ObservationField> BY_NAME = byName();
  private static final Map<Kind, List<ObservationField>> OF_KIND = ofKind();

  public static final ObservationField STATION_ID = named("station_id");
  public static final ObservationField TIME = named("time");
  public static final ObservationField RECEIVED_AT = named("received_at");
  public static final ObservationField REVISION = named("revision");
  public static final ObservationField REGION = named("region");
  public static final ObservationField STATION_NAME = named("station_name");
  public static final ObservationField FEED = named("feed");
  public static final ObservationField PRESENT_WEATHER = named("present_weather");
  public static final ObservationField QUALITY = named("quality");

  /** All fields, in schema order. */
  public static List<ObservationField> all() {
    return ALL;
  }

  /** The fields of one kind, by their index. */
  public static List<ObservationField> all(Kind kind) {
    return OF_KIND.getOrDefault(kind, List.of());
  }

  public static Optional<ObservationField> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The field of that name.
   *
   * @throws IllegalArgumentException if the schema has none
   */
  public static ObservationField named(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("No field '%s' in the schema".formatted(name)));
  }

  /** Whether {@code incident.by} can name it. */
  public boolean isPlace() {
    return kind == Kind.TEXT || kind == Kind.ENUM || kind == Kind.NUMBER;
  }

  /**
   * The value of a text or enum field in rules and {@code incident.by}: the name of a station
   * without one is its id, a quality is in lower case. Null when missing.
   */
  public @Nullable String word(Observation observation) {
    return switch (kind) {
      case TEXT ->
          index == STATION_NAME.index ? observation.displayName() : observation.text(index);
      case ENUM -> word(observation.quality());
      case TIME, INTEGER, NUMBER, MAP ->
          throw new IllegalStateException(name + " is not a text but " + kind);
    };
  }

  /** A quality's spelling in rules. */
  public static String word(Quality quality) {
    return quality.name().toLowerCase(Locale.ROOT);
  }

  private static List<ObservationField> read(Schema schema) {
    List<ObservationField> fields = new ArrayList<>();
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    for (Schema.Field field : schema.getFields()) {
      Kind kind = kind(field);
      fields.add(
          new ObservationField(
              field.name(),
              kind,
              counts.merge(kind, 1, Integer::sum) - 1,
              !field.hasDefaultValue(),
              !Boolean.FALSE.equals(field.getObjectProp("rules")),
              Boolean.TRUE.equals(field.getObjectProp("lasting")),
              field.doc() == null ? "" : field.doc()));
    }
    return List.copyOf(fields);
  }

  private static Kind kind(Schema.Field field) {
    Schema schema = field.schema();
    if (schema.isUnion()) {
      schema = schema.getTypes().get(1);
    }
    return switch (schema.getType()) {
      case STRING -> Kind.TEXT;
      case LONG -> Kind.TIME;
      case INT -> Kind.INTEGER;
      case ENUM -> Kind.ENUM;
      case DOUBLE -> Kind.NUMBER;
      case MAP -> Kind.MAP;
      default ->
          throw new IllegalStateException(
              "%s: field '%s' has the type %s, which observations do not support"
                  .formatted(Variables.SCHEMA_RESOURCE, field.name(), schema.getType()));
    };
  }

  private static Map<String, ObservationField> byName() {
    Map<String, ObservationField> byName = new LinkedHashMap<>();
    ALL.forEach(field -> byName.put(field.name, field));
    return Collections.unmodifiableMap(byName);
  }

  private static Map<Kind, List<ObservationField>> ofKind() {
    Map<Kind, List<ObservationField>> ofKind = new EnumMap<>(Kind.class);
    Arrays.stream(Kind.values())
        .forEach(
            kind -> ofKind.put(kind, ALL.stream().filter(field -> field.kind == kind).toList()));
    return ofKind;
  }
}
