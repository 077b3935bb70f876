package io.petrel.config;

import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Names and texts that are handed on as they are. What sounds secret must not be written out. */
final class TextMapType implements SettingType<Map<String, String>> {
  @Override
  public Optional<Map<String, String>> read(
      String key, YamlValue value, Surroundings surroundings) {
    if (!value.isMapping()) {
      value.error("'%s' must be names with values; allowed: %s".formatted(key, allowed()));
      return Optional.empty();
    }
    Map<String, String> read = new LinkedHashMap<>();
    value.mapping().map(YamlMapping::entries).orElse(Map.of()).entrySet().stream()
        .filter(entry -> isAllowed(key, entry))
        .forEach(
            entry ->
                entry
                    .getValue()
                    .text()
                    .flatMap(
                        text ->
                            Placeholders.replace(
                                key + "." + entry.getKey(),
                                text,
                                entry.getValue(),
                                surroundings.environment()))
                    .ifPresent(text -> read.put(entry.getKey(), text)));
    return Optional.of(Map.copyOf(read));
  }

  private static boolean isAllowed(String key, Map.Entry<String, YamlValue> entry) {
    String name = entry.getKey().toLowerCase(Locale.ROOT);
    boolean secret =
        Stream.of("password", "jaas", "secret", "token", "keystore.key").anyMatch(name::contains);
    YamlValue value = entry.getValue();
    if (secret && value.isScalar() && !value.text().orElse("").contains("${env:")) {
      value.error(
          "'%s.%s' is a secret and must not be written here; allowed: ${env:NAME}"
              .formatted(key, entry.getKey()));
      return false;
    }
    return true;
  }

  @Override
  public Map<String, String> ofDefault(String text, Surroundings surroundings) {
    return Map.of();
  }

  @Override
  public String allowed() {
    return "names, each with a text or ${env:NAME}";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of(
        "type",
        "object",
        "additionalProperties",
        Map.of("type", List.of("string", "number", "boolean")));
  }
}
