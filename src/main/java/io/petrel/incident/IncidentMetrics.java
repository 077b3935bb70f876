package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.incident.Verdict.Suppression;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The metrics of the incident operator: records and suppressed matches, each by reason. */
final class IncidentMetrics {
  private final Map<Reason, Counter> records = new EnumMap<>(Reason.class);
  private final Map<Suppression, Counter> suppressed = new EnumMap<>(Suppression.class);
  private final Counter late;
  private final Counter corrected;
  private final Counter withdrawn;
  private final Counter reruns;
  private final Counter shortened;
  private final MetricGroup group;

  /**
   * @param open number of open incidents; after a rescale only the sum over all subtasks is right
   */
  IncidentMetrics(MetricGroup parent, Gauge<Long> open) {
    group = parent.addGroup("petrel");
    group.gauge("incidents_open", open);
    late = group.counter("detections_late");
    corrected = group.counter("incidents_corrected");
    withdrawn = group.counter("incidents_withdrawn");
    reruns = group.counter("incident_reruns");
    shortened = group.counter("incident_horizons_shortened");
    for (Reason reason : Reason.values()) {
      records.put(reason, group.addGroup("reason", code(reason)).counter("alert_records"));
    }
    for (Suppression why : Suppression.values()) {
      suppressed.put(why, group.addGroup("reason", code(why)).counter("matches_suppressed"));
    }
  }

  private static String code(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Shows what the detections that wait in memory take. */
  void waitingBytes(Gauge<Long> bytes) {
    group.gauge("detections_waiting_bytes", bytes);
  }

  void late(int detections) {
    late.inc(detections);
  }

  void count(PlaceLedger.Outcome outcome) {
    for (Alert alert : outcome.records) {
      counter(records, alert.reason()).inc();
      if (alert.reason() == Reason.CORRECTED) {
        corrected.inc();
      } else if (alert.reason() == Reason.WITHDRAWN) {
        withdrawn.inc();
      }
    }
    outcome.suppressed.forEach((why, count) -> counter(suppressed, why).inc(count));
    reruns.inc(outcome.reruns);
    shortened.inc(outcome.shortened);
  }

  private static <K> Counter counter(Map<K, Counter> counters, K key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("%s has no counter".formatted(key));
    }
    return counter;
  }
}
