package io.petrel.ingest;

import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.RejectReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what came in: {@code ingest.observations}, {@code ingest.rejected.REASON} and {@code
 * ingest.implausible.VARIABLE}.
 */
final class IngestMetrics {
  private final Counter observations;
  private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
  private final Map<String, Counter> implausible = new HashMap<>();

  IngestMetrics(MetricGroup operator) {
    MetricGroup group = operator.addGroup("ingest");
    this.observations = group.counter("observations");
    MetricGroup rejectedGroup = group.addGroup("rejected");
    for (RejectReason reason : RejectReason.values()) {
      rejected.put(reason, rejectedGroup.counter(reason.code()));
    }
    MetricGroup implausibleGroup = group.addGroup("implausible");
    for (Variable variable : Variables.all()) {
      implausible.put(variable.name(), implausibleGroup.counter(variable.name()));
    }
    implausible.put("extra", implausibleGroup.counter("extra"));
  }

  void observed() {
    observations.inc();
  }

  void rejected(RejectReason reason) {
    Counter counter = rejected.get(reason);
    if (counter != null) {
      counter.inc();
    }
  }

  void implausible(String name) {
    Counter counter = implausible.get(name);
    if (counter != null) {
      counter.inc();
    }
  }
}
