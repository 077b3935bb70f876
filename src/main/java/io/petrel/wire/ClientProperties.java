package io.petrel.wire;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * Properties of Kafka clients, such as {@code sasl.jaas.config}: no text made of them shows a
 * value, so that no log, message or failed assertion shows a password. Immutable.
 */
public final class ClientProperties extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1;

  /** Map.copyOf gives a map that Java serializes. */
  @SuppressWarnings("serial")
  private final Map<String, String> properties;

  private ClientProperties(Map<String, String> properties) {
    this.properties = Map.copyOf(properties);
  }

  public static ClientProperties copyOf(Map<String, String> properties) {
    return properties instanceof ClientProperties same ? same : new ClientProperties(properties);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return properties.entrySet();
  }

  /** The names alone. */
  @Override
  public String toString() {
    return properties.keySet().toString();
  }
}
