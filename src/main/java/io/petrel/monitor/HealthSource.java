package io.petrel.monitor;

/** The content of a {@link MonitorServer}. Called by many threads. */
public interface HealthSource {
  /** All metrics in Prometheus' text format, version 0.0.4. */
  String metrics();

  /** Whether the process is alive; if not, only a restart helps. */
  HealthReport health();

  /** Whether it works now; if not, it may recover without a restart. */
  HealthReport readiness();
}
