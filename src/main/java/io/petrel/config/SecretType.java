package io.petrel.config;

import io.petrel.yaml.YamlValue;
import java.util.Map;
import java.util.Optional;

/** A password or key. It is never written in the file, only named there. */
final class SecretType implements SettingType<Secret> {
  @Override
  public Optional<Secret> read(String key, YamlValue value, Surroundings surroundings) {
    if (!value.isScalar() || !Placeholders.isOne(value.text().orElse(""))) {
      value.error("'%s' must not be written here; allowed: %s".formatted(key, allowed()));
      return Optional.empty();
    }
    return value
        .text()
        .flatMap(text -> Placeholders.replace(key, text, value, surroundings.environment()))
        .map(Secret::new);
  }

  @Override
  public Secret ofDefault(String text, Surroundings surroundings) {
    throw new IllegalStateException("a secret has no default");
  }

  @Override
  public String allowed() {
    return "${env:NAME}, or the key with -file at its end";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "string", "pattern", "^\\$\\{env:[A-Za-z_][A-Za-z0-9_]*\\}$");
  }
}
