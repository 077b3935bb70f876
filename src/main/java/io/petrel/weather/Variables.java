package io.petrel.weather;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * The variables of the observation schema, in schema order. The schema is the single source of
 * names, units and plausible ranges.
 */
public final class Variables {
  /** Class path name of the observation schema. */
  public static final String SCHEMA_RESOURCE = "/schemas/weather_observation.avsc";

  private static final Schema SCHEMA = parse();
  private static final List<Variable> ALL = read(SCHEMA);
  private static final Map<String, Variable> BY_NAME = index(ALL);

  public static final Variable LATITUDE = named("latitude");
  public static final Variable LONGITUDE = named("longitude");
  public static final Variable ELEVATION_M = named("elevation_m");
  public static final Variable PRESSURE_HPA = named("pressure_hpa");
  public static final Variable TEMPERATURE_C = named("temperature_c");
  public static final Variable DEW_POINT_C = named("dew_point_c");
  public static final Variable HUMIDITY_PCT = named("humidity_pct");
  public static final Variable WIND_SPEED_MS = named("wind_speed_ms");
  public static final Variable WIND_GUST_MS = named("wind_gust_ms");
  public static final Variable WIND_DIRECTION_DEG = named("wind_direction_deg");
  public static final Variable VISIBILITY_M = named("visibility_m");
  public static final Variable PRECIP_MM = named("precip_mm");
  public static final Variable SNOW_DEPTH_CM = named("snow_depth_cm");

  private Variables() {}

  /** All variables, by index. */
  public static List<Variable> all() {
    return ALL;
  }

  public static int count() {
    return ALL.size();
  }

  public static Variable at(int index) {
    return ALL.get(index);
  }

  public static Optional<Variable> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /**
   * The variable of that name.
   *
   * @throws IllegalArgumentException if the schema has none
   */
  public static Variable named(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("No variable '%s' in the schema".formatted(name)));
  }

  /** The reader's schema of observations. */
  public static Schema schema() {
    return SCHEMA;
  }

  private static Schema parse() {
    try (InputStream in = Variables.class.getResourceAsStream(SCHEMA_RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(SCHEMA_RESOURCE + " is not on the class path");
      }
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Variable> read(Schema schema) {
    List<Variable> variables = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      if (field.getObjectProp("unit") instanceof String unit) {
        variables.add(
            new Variable(
                variables.size(),
                field.name(),
                Unit.ofCode(unit),
                number(field, "minimum"),
                number(field, "maximum"),
                field.getObjectProp("tolerance") instanceof Number tolerance
                    ? tolerance.doubleValue()
                    : 0,
                field.doc() == null ? "" : field.doc(),
                words(field),
                Boolean.TRUE.equals(field.getObjectProp("accumulates")),
                number(field, "ordinary"),
                shown(field)));
      }
    }
    return List.copyOf(variables);
  }

  private static double number(Schema.Field field, String property) {
    if (field.getObjectProp(property) instanceof Number number) {
      return number.doubleValue();
    }
    throw new SchemaParseException(
        "%s: field '%s' has a unit but no %s".formatted(SCHEMA_RESOURCE, field.name(), property));
  }

  /** The schema's {@code words}, else the name without its unit. */
  private static String words(Schema.Field field) {
    if (field.getObjectProp("words") instanceof String words) {
      return words;
    }
    int unit = field.name().lastIndexOf('_');
    return (unit < 0 ? field.name() : field.name().substring(0, unit)).replace('_', ' ');
  }

  private static Map<String, Unit> shown(Schema.Field field) {
    Map<String, Unit> shown = new LinkedHashMap<>();
    if (field.getObjectProp("shown") instanceof Map<?, ?> units) {
      units.forEach(
          (system, unit) -> shown.put(String.valueOf(system), Unit.ofCode(String.valueOf(unit))));
    }
    return shown;
  }

  private static Map<String, Variable> index(List<Variable> variables) {
    Map<String, Variable> byName = new LinkedHashMap<>();
    variables.forEach(variable -> byName.put(variable.name(), variable));
    return Map.copyOf(byName);
  }
}
