package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.testing.CountingMetricGroup;
import io.petrel.weather.Observation;
import io.petrel.wire.RejectReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
  @Test
  void countsWhatCameInAndWhatWasDroppedByName() {
    CountingMetricGroup root = new CountingMetricGroup();
    IngestMetrics metrics = new IngestMetrics(root);
    Plausibility plausibility = new Plausibility(metrics::implausible);

    metrics.observed();
    metrics.rejected(RejectReason.TIME_IN_FUTURE);
    plausibility.check(
        Observation.at("s", 1).set("wind_speed_ms", 468).set("pressure_hpa", 0).build());
    plausibility.check(Observation.at("s", 2).set("wind_speed_ms", 468).build());
    plausibility.check(Observation.at("s", 3).set("wind_speed_ms", 115).build());

    assertThat(root.counts())
        .isEqualTo(
            Map.of(
                "petrel.observations_in", 1L,
                "petrel.reason=time-in-future.observations_rejected", 1L,
                "petrel.variable=wind_speed_ms.values_implausible", 2L,
                "petrel.variable=pressure_hpa.values_implausible", 1L));
  }
}
