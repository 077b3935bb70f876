package io.petrel.config;

import java.util.Optional;

/**
 * One key of the configuration.
 *
 * @param key dotted, lower case, words joined by hyphens: {@code engine.checkpoint-interval}
 * @param type how it is written and read
 * @param defaultText the default as an author would write it; empty when there is none and the key
 *     may be left out
 * @param doc what it does, its unit, when to change it; one or two sentences
 */
record Setting<T>(String key, SettingType<T> type, Optional<String> defaultText, String doc) {

  static <T> Setting<T> of(String key, SettingType<T> type, String defaultText, String doc) {
    return new Setting<>(key, type, Optional.of(defaultText), doc);
  }

  static <T> Setting<T> optional(String key, SettingType<T> type, String doc) {
    return new Setting<>(key, type, Optional.empty(), doc);
  }

  /** The mapping that it is in: {@code engine}. */
  String section() {
    return key.substring(0, key.indexOf('.'));
  }

  /** Its name there: {@code checkpoint-interval}. */
  String name() {
    return key.substring(key.indexOf('.') + 1);
  }
}
