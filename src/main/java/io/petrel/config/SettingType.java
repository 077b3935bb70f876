package io.petrel.config;

import io.petrel.yaml.YamlValue;
import java.util.Map;
import java.util.Optional;

/** How values of a setting are written. */
interface SettingType<T> {
  /**
   * The value; or empty, with the fault reported at its place.
   *
   * @param key for the message
   */
  Optional<T> read(String key, YamlValue value, ResolutionContext surroundings);

  /** The value of a default, which is known to be right. */
  T ofDefault(String text, ResolutionContext surroundings);

  /** What is allowed, in words that follow "allowed:". */
  String allowed();

  /** The type as JSON Schema, for editors. */
  Map<String, Object> schema();
}
