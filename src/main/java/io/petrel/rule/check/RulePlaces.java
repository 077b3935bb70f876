package io.petrel.rule.check;

import io.petrel.issue.Spot;
import java.util.HashMap;
import java.util.Map;

/** Places of a rule's parts in its file. Filled while the file is read. */
public final class RulePlaces {
  private final Spot rule;
  private final Map<String, Spot> keys = new HashMap<>();
  private final Map<String, Spot> elements = new HashMap<>();
  private final Map<String, Map<String, Spot>> elementKeys = new HashMap<>();

  /**
   * Starts with the place of the rule's id, which is used for all missing keys.
   *
   * @param rule the value of the {@code rule:} key
   */
  public RulePlaces(Spot rule) {
    this.rule = rule;
  }

  /** Notes the value of a key of the rule, such as {@code within}. */
  public void put(String key, Spot spot) {
    keys.put(key, spot);
  }

  /** Notes the name of a step or group. */
  public void putElement(String name, Spot spot) {
    elements.put(name, spot);
  }

  /** Notes the value of a key of a step or group. */
  public void putElementKey(String name, String key, Spot spot) {
    elementKeys.computeIfAbsent(name, n -> new HashMap<>()).put(key, spot);
  }

  /** The value of a key; the rule's id when the key is not written. */
  public Spot key(String key) {
    return keys.getOrDefault(key, rule);
  }

  /** The name of a step or group. */
  public Spot element(String name) {
    return elements.getOrDefault(name, rule);
  }

  /** Whether a key of a step or group is written. */
  public boolean has(String name, String key) {
    return elementKeys.getOrDefault(name, Map.of()).containsKey(key);
  }

  /** The value of a key of a step or group; its name when the key is not written. */
  public Spot elementKey(String name, String key) {
    return elementKeys.getOrDefault(name, Map.of()).getOrDefault(key, element(name));
  }
}
