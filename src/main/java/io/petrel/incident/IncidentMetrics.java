package io.petrel.incident;

import io.petrel.alert.Reason;
import io.petrel.incident.Verdict.Silence;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What the incident operator counts: records by reason, and what was not told by reason. */
final class IncidentMetrics {
  private final Map<Reason, Counter> records = new EnumMap<>(Reason.class);
  private final Map<Silence, Counter> kept = new EnumMap<>(Silence.class);
  private final Counter late;

  /**
   * Registers the metrics.
   *
   * @param open number of open incidents; after a rescale the sum over all subtasks is right, not
   *     each one's own share
   */
  IncidentMetrics(MetricGroup parent, Gauge<Long> open) {
    MetricGroup group = parent.addGroup("petrel");
    group.gauge("incidents_open", open);
    late = group.counter("detections_late");
    for (Reason reason : Reason.values()) {
      records.put(reason, group.addGroup("reason", code(reason)).counter("alert_records"));
    }
    for (Silence why : Silence.values()) {
      kept.put(why, group.addGroup("reason", code(why)).counter("matches_suppressed"));
    }
  }

  private static String code(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void late() {
    late.inc();
  }

  void count(PlaceUpdate outcome) {
    outcome.records().forEach(alert -> counter(records, alert.reason()).inc());
    outcome.kept().forEach((why, count) -> counter(kept, why).inc(count));
  }

  private static <K> Counter counter(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return counter;
  }
}
