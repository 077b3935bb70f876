package io.petrel.yaml;

import io.petrel.issue.NearestName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A YAML mapping. Its reader gets the keys it knows and then reports all others. Not thread-safe.
 */
public final class YamlMapping {
  private final YamlValue self;
  private final Map<String, YamlValue> keys = new LinkedHashMap<>();
  private final Map<String, YamlValue> values = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlMapping(YamlValue self, MappingNode node) {
    this.self = self;
    for (NodeTuple tuple : node.getValue()) {
      YamlValue key = new YamlValue(self.source(), self.issues(), tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        key.error("a key must be text");
        continue;
      }
      String name = scalar.getValue();
      if (keys.containsKey(name)) {
        key.error(
            "'%s' is given twice; the first is in line %d".formatted(name, keys.get(name).line()));
        continue;
      }
      keys.put(name, key);
      values.put(name, new YamlValue(self.source(), self.issues(), tuple.getValueNode()));
    }
  }

  /** The mapping as a value, for its place. */
  public YamlValue self() {
    return self;
  }

  /** The value of a key; empty when it is missing or has no value. */
  public Optional<YamlValue> get(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isNull());
  }

  /** The value of a required key; reports a fault when it is missing. */
  public Optional<YamlValue> require(String key) {
    Optional<YamlValue> value = get(key);
    if (value.isEmpty()) {
      YamlValue place = keys.getOrDefault(key, self);
      place.error(
          keys.containsKey(key)
              ? "'%s' has no value".formatted(key)
              : "'%s' is missing".formatted(key));
    }
    return value;
  }

  /** The key itself, for its place. */
  public Optional<YamlValue> key(String key) {
    return Optional.ofNullable(keys.get(key));
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** All entries in file order; marks every key as known. */
  public Map<String, YamlValue> entries() {
    asked.addAll(values.keySet());
    return new LinkedHashMap<>(values);
  }

  /**
   * Reports every key that was not read, with the nearest one that was.
   *
   * @param what what the mapping is, for the message, such as {@code "a step"}
   */
  public void rejectUnknownKeys(String what) {
    keys.forEach(
        (name, key) -> {
          if (!asked.contains(name)) {
            key.error(
                "'%s' is not a key of %s%s; known are %s"
                    .formatted(
                        name, what, NearestName.hint(name, asked), String.join(", ", asked)));
          }
        });
  }
}
