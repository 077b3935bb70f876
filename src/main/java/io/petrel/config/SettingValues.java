package io.petrel.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of a configuration, with defaults for missing ones. Not thread-safe. */
final class SettingValues {
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final ResolutionContext surroundings;

  SettingValues(ResolutionContext surroundings) {
    this.surroundings = surroundings;
  }

  <T> void put(Setting<T> setting, T value) {
    values.put(setting, value);
  }

  /** The value, or the default, which the setting must have. */
  <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException(setting.key() + " has no default"));
  }

  /** The value, or the default if there is one. */
  @SuppressWarnings("unchecked") // put() stores under a Setting<T> only a T
  <T> Optional<T> find(Setting<T> setting) {
    Object value = values.get(setting);
    return value != null
        ? Optional.of((T) value)
        : setting.defaultText().map(text -> setting.type().ofDefault(text, surroundings));
  }
}
