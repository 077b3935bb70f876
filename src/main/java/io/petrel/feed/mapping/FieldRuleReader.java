package io.petrel.feed.mapping;

import static io.petrel.feed.mapping.MappingKeys.*;

import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code fields:} of a mapping file: which column becomes which field, from which unit. */
final class FieldRuleReader {
  private final YamlValue file;
  private final boolean json;

  /**
   * @param file for faults that have no place of their own
   * @param json whether values are at paths, not in columns
   */
  FieldRuleReader(YamlValue file, boolean json) {
    this.file = file;
    this.json = json;
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
        key.error("'%s' has no value; say where its value is".formatted(entry.getKey()));
      } else {
        rule(target.get(), entry.getValue()).ifPresent(rules::add);
      }
    }
    if (rules.isEmpty() && fields.get().entries().isEmpty()) {
      value.error("'fields' needs at least one field");
    }
    return rules;
  }

  private Optional<FieldRule> rule(FieldTarget target, YamlValue value) {
    if (value.isScalar()) {
      return source(value)
          .map(
              source ->
                  FieldRule.of(source, target, standardUnit(target), FieldRule.MOST_DECIMALS));
    }
    return value.mapping().flatMap(keys -> rule(target, keys));
  }

  private static Unit standardUnit(FieldTarget target) {
    Variable variable = target.variable();
    return variable == null ? Unit.ONE : variable.unit();
  }

  private Optional<FieldRule> rule(FieldTarget target, YamlMapping keys) {
    // 'column' is what people who have a CSV look for; both say where the value is.
    if (!json) {
      keys.get(COLUMN);
    }
    Optional<String> source =
        (json ? keys.require(FROM) : keys.get(FROM).or(() -> keys.require(COLUMN)))
            .flatMap(this::source);
    if (target.isText()) {
      rejectKeysOfNumbers(target, keys);
    }
    Unit unit = unit(target, keys);
    double scale = keys.get(SCALE).map(FieldRuleReader::scale).orElse(1.0);
    int decimals =
        keys.get(DECIMALS)
            .map(v -> v.integer(0, FieldRule.MOST_DECIMALS).orElse(FieldRule.MOST_DECIMALS))
            .orElse(FieldRule.MOST_DECIMALS);
    Set<String> missing = keys.get(MISSING).map(MappingReader::texts).orElse(Set.of());
    @Nullable String quality = keys.get(QUALITY).flatMap(this::source).orElse(null);
    @Nullable Duration period = period(target, keys);
    FieldRule.More more =
        new FieldRule.More(
            unitFrom(target, keys),
            keys.get(WHERE).map(this::textsBySource).orElse(Map.of()),
            keys.get(COMPASS)
                .flatMap(v -> compass(v, target))
                .orElse(FieldRule.More.NONE.compass()),
            keys.get(PART).map(v -> v.integer(1, 1000).orElse(0)).orElse(0));
    keys.rejectUnknownKeys("a field");
    return source.map(
        name -> new FieldRule(name, target, unit, scale, decimals, missing, quality, period, more));
  }

  private static void rejectKeysOfNumbers(FieldTarget target, YamlMapping keys) {
    for (String key : List.of(UNIT, UNIT_FROM, SCALE, DECIMALS)) {
      keys.get(key)
          .ifPresent(v -> v.error("%s is a text and has no '%s'".formatted(target.name(), key)));
    }
  }

  /** A column, or a path that can be read. */
  private Optional<String> source(YamlValue value) {
    Optional<String> text = value.text().map(String::strip);
    if (json && text.isPresent() && FieldPath.parse(text.get()).isEmpty()) {
      value.error(
          "'%s' is no path; write one such as main.temp, weather[0].id, or /main/temp"
              .formatted(text.get()));
    }
    return text.filter(t -> !t.isEmpty());
  }

  private @Nullable String unitFrom(FieldTarget target, YamlMapping keys) {
    Optional<YamlValue> value = keys.get(UNIT_FROM);
    if (value.isPresent() && !target.isText() && (keys.has(UNIT) || target.isExtra())) {
      value
          .get()
          .error(
              target.isExtra()
                  ? "a value of extra is kept in the unit it has; its name says which"
                  : "'unit' says the unit already; only one of the two can");
    }
    return value.flatMap(this::source).orElse(null);
  }

  private static Optional<List<String>> compass(YamlValue value, FieldTarget target) {
    if (!Variables.WIND_DIRECTION_DEG.equals(target.variable())) {
      value.error("only wind_direction_deg has compass points");
      return Optional.empty();
    }
    List<String> letters =
        value.listOrSingle().stream()
            .flatMap(item -> item.text().stream())
            .map(text -> text.strip().toUpperCase(Locale.ROOT))
            .toList();
    if (letters.stream().distinct().filter(l -> l.length() == 1).count() != 4
        || letters.size() != 4) {
      value.error("four different letters for north, east, south and west, such as [N, O, S, W]");
      return Optional.empty();
    }
    return Optional.of(letters);
  }

  /** Texts that stand at places, such as {@code {entity_id: sensor.gust}}. */
  Map<String, Set<String>> textsBySource(YamlValue value) {
    Map<String, Set<String>> texts = new LinkedHashMap<>();
    value
        .mapping()
        .ifPresent(
            keys ->
                keys.entries()
                    .forEach(
                        (name, wanted) -> {
                          keys.key(name).ifPresent(this::source);
                          texts.put(name.strip(), MappingReader.texts(wanted));
                        }));
    return texts;
  }

  private static double scale(YamlValue value) {
    double scale = value.number().orElse(1.0);
    if (scale == 0) {
      value.error(
          "'scale' is what one counts in the column, such as 0.1 for tenths; 0 is not allowed");
    }
    return scale;
  }

  private static @Nullable Duration period(FieldTarget target, YamlMapping keys) {
    Optional<YamlValue> counter = keys.get(COUNTER);
    Optional<YamlValue> period = keys.get(PERIOD);
    Optional<Duration> told = period.flatMap(v -> period(v, target));
    if (counter.isEmpty() || !counter.get().bool().orElse(false)) {
      return told.orElse(null);
    }
    if (period.isPresent()) {
      period.get().error("a counter has no period: it counts up until it begins again");
    }
    if (!Variables.PRECIP_MM.equals(target.variable())) {
      counter.get().error("only precip_mm can come from a counter");
    }
    return FieldRule.COUNTER;
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
    Unit standard = standardUnit(target);
    Optional<YamlValue> value = keys.get(UNIT);
    Optional<String> name = value.flatMap(YamlValue::text);
    if (value.isEmpty() || name.isEmpty() || target.isText()) {
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
