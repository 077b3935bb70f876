package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.wire.RejectReason;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
  @Test
  void countsWhatCameInAndWhatWasDroppedByName() {
    Group root = new Group("", new TreeMap<>());
    IngestMetrics metrics = new IngestMetrics(root);
    Plausibility plausibility = new Plausibility(metrics::implausible);

    metrics.observed();
    metrics.rejected(RejectReason.TIME_IN_FUTURE);
    plausibility.check(
        Observation.at("s", 1).set("wind_speed_ms", 468).set("pressure_hpa", 0).build());
    plausibility.check(Observation.at("s", 2).set("wind_speed_ms", 468).build());
    plausibility.check(Observation.at("s", 3).set("wind_speed_ms", 115).build());

    Map<String, Long> counts = new TreeMap<>();
    root.counters.forEach(
        (name, counter) -> {
          if (counter.getCount() > 0) {
            counts.put(name, counter.getCount());
          }
        });
    assertThat(counts)
        .isEqualTo(
            Map.of(
                "petrel.observations_in", 1L,
                "petrel.reason=time-in-future.observations_rejected", 1L,
                "petrel.variable=wind_speed_ms.values_implausible", 2L,
                "petrel.variable=pressure_hpa.values_implausible", 1L));
  }

  private static final class Group extends UnregisteredMetricsGroup {
    private final String prefix;
    private final Map<String, Counter> counters;

    Group(String prefix, Map<String, Counter> counters) {
      this.prefix = prefix;
      this.counters = counters;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return new Group(prefix + name + ".", counters);
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return addGroup(key + "=" + value);
    }

    @Override
    public Counter counter(String name) {
      Counter counter = super.counter(name);
      counters.put(prefix + name, counter);
      return counter;
    }
  }
}
