package io.petrel.replay.ruletest.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A match or an alert record that a test expects: the fields that its author cares about.
 *
 * @param line its line in the file, 1-based
 * @param fields by name, as {@link FieldValue}
 */
public record Expected(int line, Map<String, FieldValue> fields) {
  public Expected {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
