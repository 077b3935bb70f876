package io.petrel.ingest;

import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.RejectReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Counts observations, rejected records by reason, and implausible values by variable. */
final class IngestMetrics {
  private final MetricGroup group;
  private final Counter observations;
  private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
  private final Map<String, Counter> implausible = new HashMap<>();

  IngestMetrics(MetricGroup operator) {
    this.group = operator.addGroup("petrel");
    this.observations = group.counter("observations_in");
    for (RejectReason reason : RejectReason.values()) {
      rejected.put(
          reason, group.addGroup("reason", reason.code()).counter("observations_rejected"));
    }
    for (Variable variable : Variables.all()) {
      implausible.put(variable.name(), implausible(group, variable.name()));
    }
    implausible.put("extra", implausible(group, "extra"));
  }

  private static Counter implausible(MetricGroup group, String variable) {
    return group.addGroup("variable", variable).counter("values_implausible");
  }

  /** Shows how old records were when they were read lately; NaN = too few were. */
  void recordAges(RecordAges ages) {
    Gauge<Double> smallest = () -> age(ages.last(), RecordAges.Span::smallestMillis);
    Gauge<Double> largest = () -> age(ages.last(), RecordAges.Span::largestMillis);
    group.gauge("record_age_smallest_millis", smallest);
    group.gauge("record_age_largest_millis", largest);
  }

  private static double age(RecordAges.@Nullable Span span, ToLongFunction<RecordAges.Span> age) {
    return span == null ? Double.NaN : age.applyAsLong(span);
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
