package io.petrel.wire;

import io.petrel.alert.CapCode;
import io.petrel.weather.Unit;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object. What is missing or wrong is reported at its place, and something
 * harmless stands in for it, so that one reading shows all faults. Not thread-safe.
 */
final class RecordFields {
  private final YamlMapping mapping;

  RecordFields(YamlMapping mapping) {
    this.mapping = mapping;
  }

  String text(String name) {
    return mapping.require(name).flatMap(YamlValue::text).orElse("");
  }

  String textOr(String name, String otherwise) {
    return mapping.get(name).flatMap(YamlValue::text).orElse(otherwise);
  }

  @Nullable String textOrNull(String name) {
    return mapping.get(name).flatMap(YamlValue::text).orElse(null);
  }

  /** Milliseconds since 1970 UTC. */
  long time(String name) {
    return mapping.require(name).map(RecordFields::time).orElse(0L);
  }

  long timeOr(String name, long otherwise) {
    return mapping.get(name).map(RecordFields::time).orElse(otherwise);
  }

  private static long time(YamlValue value) {
    Optional<String> text = value.text();
    try {
      return text.map(t -> OffsetDateTime.parse(t).toInstant().toEpochMilli()).orElse(0L);
    } catch (DateTimeException | ArithmeticException e) {
      value.error(
          "expected a time such as 2026-01-31T03:00:00Z, found '%s'".formatted(text.orElse("")));
      return 0;
    }
  }

  /** A whole number in {@code [0, most]}. */
  long whole(String name, long most) {
    return mapping.require(name).map(value -> whole(value, most)).orElse(0L);
  }

  long wholeOr(String name, long otherwise) {
    return mapping.get(name).map(value -> whole(value, Long.MAX_VALUE)).orElse(otherwise);
  }

  private static long whole(YamlValue value, long most) {
    Optional<String> text = value.text();
    if (text.isEmpty()) {
      return 0;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with what is allowed.
    }
    value.error("expected a whole number from 0 to %d, found '%s'".formatted(most, text.get()));
    return 0;
  }

  double numberOr(String name, double otherwise) {
    OptionalDouble number = mapping.get(name).map(YamlValue::number).orElse(OptionalDouble.empty());
    return number.orElse(otherwise);
  }

  /** A value of a closed set of CAP. */
  <E extends Enum<E> & CapCode> E code(String name, E otherwise) {
    Map<String, E> codes = new LinkedHashMap<>();
    for (E value : otherwise.getDeclaringClass().getEnumConstants()) {
      codes.put(value.code(), value);
    }
    return mapping.require(name).flatMap(value -> value.oneOf(codes)).orElse(otherwise);
  }

  /** A value of a closed set of ours. */
  <E extends Enum<E>> E constant(String name, E otherwise) {
    return constant(mapping.require(name), otherwise);
  }

  <E extends Enum<E>> E constantOr(String name, E otherwise) {
    return constant(mapping.get(name), otherwise);
  }

  private static <E extends Enum<E>> E constant(Optional<YamlValue> value, E otherwise) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
      names.put(constant.name(), constant);
    }
    return value.flatMap(v -> v.oneOf(names)).orElse(otherwise);
  }

  /** A unit by its UCUM code. */
  Unit unitOr(String name, Unit otherwise) {
    Map<String, Unit> codes = new LinkedHashMap<>();
    for (Unit unit : Unit.values()) {
      codes.put(unit.code(), unit);
    }
    return mapping.get(name).flatMap(value -> value.oneOf(codes)).orElse(otherwise);
  }

  boolean flagOr(String name, boolean otherwise) {
    return mapping.get(name).flatMap(YamlValue::bool).orElse(otherwise);
  }

  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    mapping
        .get(name)
        .flatMap(YamlValue::mapping)
        .ifPresent(
            entries ->
                entries
                    .entries()
                    .forEach((key, value) -> value.text().ifPresent(text -> texts.put(key, text))));
    return texts;
  }

  Optional<RecordFields> record(String name) {
    return mapping.require(name).flatMap(YamlValue::mapping).map(RecordFields::new);
  }

  /** The objects of a list; none when it is left out. */
  <T> List<T> each(String name, Function<YamlMapping, T> read) {
    List<T> list = new ArrayList<>();
    mapping
        .get(name)
        .flatMap(YamlValue::list)
        .ifPresent(items -> items.forEach(item -> item.mapping().map(read).ifPresent(list::add)));
    return list;
  }

  /** Reports the fields that nobody asked for. */
  void rejectOthers(String what) {
    mapping.rejectUnknownKeys(what);
  }
}
