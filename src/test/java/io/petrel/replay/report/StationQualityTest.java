package io.petrel.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StationQualityTest {
  private static final Instant START = Instant.parse("2013-01-01T00:00:00Z");

  @Test
  void countsWhatIsMissingImplausibleTwiceOrCorrected() {
    StationQuality quality = new StationQuality(report(0, 5).build());
    quality.add(report(0, 5).build());
    quality.add(report(0, 5).build());
    quality.add(report(0, 6).revision(1).build());
    quality.add(report(60, Double.NaN).build());
    quality.add(report(120, 9999).build());
    quality.add(report(90, 4).build());

    assertThat(quality.reports()).isEqualTo(4);
    assertThat(quality.duplicates()).isEqualTo(1);
    assertThat(quality.corrections()).isEqualTo(1);
    assertThat(quality.outOfOrder()).isEqualTo(1);
    assertThat(quality.missing(Variables.TEMPERATURE_C)).isEqualTo(1);
    assertThat(quality.implausible(Variables.TEMPERATURE_C)).isEqualTo(1);
  }

  @Test
  void findsGapsByTheUsualInterval() {
    StationQuality quality = new StationQuality(report(0, 1).build());
    for (int minutes : new int[] {0, 60, 120, 180, 185, 274, 364, 424, 600}) {
      quality.add(report(minutes, 1).build());
    }

    assertThat(quality.usualMinutes()).isEqualTo(60);
    // 89 minutes are no gap, 90 and 176 are.
    assertThat(quality.gaps()).isEqualTo(2);
    assertThat(quality.longestGaps()).containsExactly(gap(424, 600), gap(274, 364));
  }

  private static StationQuality.Gap gap(int from, int to) {
    return new StationQuality.Gap(
        "A",
        START.plus(Duration.ofMinutes(from)).toEpochMilli(),
        START.plus(Duration.ofMinutes(to)).toEpochMilli());
  }

  private static Observation.Builder report(int minutes, double temperature) {
    return Observation.at("A", START.plus(Duration.ofMinutes(minutes)))
        .set(Variables.TEMPERATURE_C, temperature);
  }
}
