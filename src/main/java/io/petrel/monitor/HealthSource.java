package io.petrel.monitor;

/** What a {@link MonitorServer} shows. Asked by many threads. */
public interface HealthSource {
  /** All metrics in Prometheus' text format, version 0.0.4. */
  String metrics();

  /** Whether it is alive; if not, only a new start helps. */
  HealthReport health();

  /** Whether it does its work now; if not, it may again by itself. */
  HealthReport readiness();
}
