package io.petrel.config;

import io.petrel.issue.NearestName;
import io.petrel.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A setting written as one text or number.
 *
 * @param parse the value of a text, or empty if the text is none
 * @param names all values, when they are a closed set, for suggestions
 */
record ScalarType<T>(
    String allowed,
    BiFunction<String, Surroundings, Optional<T>> parse,
    List<String> names,
    Map<String, Object> schema)
    implements SettingType<T> {

  @Override
  public Optional<T> read(String key, YamlValue value, Surroundings surroundings) {
    if (!value.isScalar()) {
      value.error("'%s' must be one value; allowed: %s".formatted(key, allowed));
      return Optional.empty();
    }
    return value
        .text()
        .flatMap(text -> Placeholders.replace(key, text, value, surroundings.environment()))
        .flatMap(
            text -> {
              Optional<T> parsed = parse.apply(text.strip(), surroundings);
              if (parsed.isEmpty()) {
                value.error(
                    "'%s' is '%s'%s; allowed: %s"
                        .formatted(key, text, NearestName.hint(text, names), allowed));
              }
              return parsed;
            });
  }

  @Override
  public T ofDefault(String text, Surroundings surroundings) {
    return parse
        .apply(text, surroundings)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the default '%s' is not allowed: %s".formatted(text, allowed)));
  }
}
