package io.petrel.monitor;

import java.io.IOException;
import java.io.Writer;

/** What a {@link MonitorServer} shows. Asked by many threads. */
public interface Monitored {
  /** Writes all metrics in Prometheus' text format, version 0.0.4. */
  void writeMetrics(Writer out) throws IOException;

  /** Whether it is alive; if not, only a new start helps. */
  Vitals health();

  /** Whether it does its work now; if not, it may again by itself. */
  Vitals readiness();
}
