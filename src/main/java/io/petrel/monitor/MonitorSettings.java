package io.petrel.monitor;

/**
 * Where the monitor listens.
 *
 * @param host address of the interface; a name or an address
 * @param port 0 = any free one
 */
public record MonitorSettings(String host, int port) {
  /** Only this machine can reach it. */
  public static final String LOOPBACK = "127.0.0.1";

  public MonitorSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port is %d, must be 0 to 65535".formatted(port));
    }
  }
}
