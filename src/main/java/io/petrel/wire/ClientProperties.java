package io.petrel.wire;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * Properties of Kafka clients, such as {@code sasl.jaas.config}. {@link #toString} hides the
 * values, so that logs, messages and failed assertions do not show passwords. Immutable.
 */
public final class ClientProperties extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1;

  /** Map.copyOf returns a serializable map. */
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

  /** The names only. */
  @Override
  public String toString() {
    return properties.keySet().toString();
  }
}
