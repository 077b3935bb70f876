package io.petrel.cli.run;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.config.Config;
import io.petrel.engine.LocalEngine;
import io.petrel.monitor.MonitorServer;
import io.petrel.monitor.MonitorSettings;
import java.io.IOException;
import java.time.Clock;

/** The monitor of an engine in this JVM, from before its jobs start until after they have ended. */
public final class EngineMonitor implements AutoCloseable {
  private final EngineVitals vitals;
  private final MonitorServer server;
  private final String host;

  private EngineMonitor(EngineVitals vitals, MonitorServer server, String host) {
    this.vitals = vitals;
    this.server = server;
    this.host = host;
  }

  /**
   * Starts to listen.
   *
   * @throws CommandFailure if the address cannot be used
   */
  public static EngineMonitor start(MonitorSettings settings, LocalEngine engine, Config config) {
    EngineVitals vitals = EngineVitals.of(engine, config, Clock.systemUTC());
    try {
      return new EngineMonitor(vitals, MonitorServer.start(settings, vitals), settings.host());
    } catch (IOException e) {
      vitals.close();
      throw CommandFailure.failed(
          "the monitor cannot listen on %s port %d: %s"
              .formatted(settings.host(), settings.port(), FaultMessages.causes(e)),
          e);
    }
  }

  /** Its URL, before {@code /metrics}, {@code /health} and {@code /ready}. */
  public String url() {
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, server.port());
  }

  @Override
  public void close() {
    server.close();
    vitals.close();
  }
}
