package io.petrel.feed.mapping;

import static io.petrel.feed.mapping.MappingKeys.*;

import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code fields:} of a mapping file: which column becomes which field, from which unit. */
final class FieldRuleReader {
  private final YamlValue file;

  /**
   * @param file for faults that have no place of their own
   */
  FieldRuleReader(YamlValue file) {
    this.file = file;
  }

  List<FieldRule> read(YamlValue value) {
    List<FieldRule> rules = new ArrayList<>();
    Optional<YamlMapping> fields = value.mapping();
    if (fields.isEmpty()) {
      return rules;
    }
    for (Map.Entry<String, YamlValue> entry : fields.get().entries().entrySet()) {
      YamlValue key = fields.get().key(entry.getKey()).orElse(file);
      Optional<FieldTarget> target = FieldTarget.named(entry.getKey());
      if (target.isEmpty()) {
        key.error(MappingReader.unknownField(entry.getKey()));
      } else if (entry.getValue().isNull()) {
        key.error("'%s' has no value; name its column".formatted(entry.getKey()));
      } else {
        rule(target.get(), entry.getValue()).ifPresent(rules::add);
      }
    }
    if (rules.isEmpty() && fields.get().entries().isEmpty()) {
      value.error("'fields' needs at least one field");
    }
    return rules;
  }

  private static Optional<FieldRule> rule(FieldTarget target, YamlValue value) {
    if (value.isScalar()) {
      return value.text().map(column -> plain(column, target));
    }
    return value.mapping().flatMap(keys -> rule(target, keys));
  }

  /** A column in the field's own unit. */
  private static FieldRule plain(String column, FieldTarget target) {
    Variable variable = target.variable();
    Unit unit = variable == null ? Unit.ONE : variable.unit();
    return new FieldRule(column, target, unit, 1, FieldRule.MOST_DECIMALS, Set.of(), null, null);
  }

  private static Optional<FieldRule> rule(FieldTarget target, YamlMapping keys) {
    Optional<String> column = keys.require(COLUMN).flatMap(YamlValue::text);
    Unit unit = unit(target, keys);
    double scale = keys.get(SCALE).map(FieldRuleReader::scale).orElse(1.0);
    int decimals =
        keys.get(DECIMALS)
            .map(v -> v.integer(0, FieldRule.MOST_DECIMALS).orElse(FieldRule.MOST_DECIMALS))
            .orElse(FieldRule.MOST_DECIMALS);
    Set<String> missing = keys.get(MISSING).map(MappingReader::texts).orElse(Set.of());
    @Nullable String quality = keys.get(QUALITY).flatMap(YamlValue::text).orElse(null);
    @Nullable Duration period = keys.get(PERIOD).flatMap(v -> period(v, target)).orElse(null);
    keys.rejectUnknownKeys("a field");
    return column.map(
        name -> new FieldRule(name, target, unit, scale, decimals, missing, quality, period));
  }

  private static double scale(YamlValue value) {
    double scale = value.number().orElse(1.0);
    if (scale == 0) {
      value.error(
          "'scale' is what one counts in the column, such as 0.1 for tenths; 0 is not allowed");
    }
    return scale;
  }

  private static Optional<Duration> period(YamlValue value, FieldTarget target) {
    if (!Variables.PRECIP_MM.equals(target.variable())) {
      value.error("only precip_mm is a sum over a period");
      return Optional.empty();
    }
    return value.duration();
  }

  private static Unit unit(FieldTarget target, YamlMapping keys) {
    Variable variable = target.variable();
    Unit standard = variable == null ? Unit.ONE : variable.unit();
    Optional<YamlValue> value = keys.get(UNIT);
    Optional<String> name = value.flatMap(YamlValue::text);
    if (value.isEmpty() || name.isEmpty()) {
      return standard;
    }
    if (variable == null) {
      value.get().error("a value of extra is kept in the unit it has; its name says which");
      return standard;
    }
    Optional<Unit> unit = UnitNames.find(name.get());
    if (unit.isEmpty() || unit.get().dimension() != standard.dimension()) {
      value
          .get()
          .error(
              "'%s' is not a unit of %s%s; allowed are %s"
                  .formatted(
                      name.get(),
                      target.name(),
                      unit.isEmpty() ? UnitNames.hint(name.get()) : "",
                      UnitNames.allowed(standard.dimension())));
      return standard;
    }
    return unit.get();
  }
}
