package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import io.petrel.weather.Variables;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StormSimulatorTest {
  private static final SimulationSettings SHORT =
      SimulationSettings.DEFAULT.withDuration(Duration.ofHours(6));

  @Test
  void sameSettingsGiveTheSameBytes() throws Exception {
    assertThat(digest(SHORT)).isEqualTo(digest(SHORT));
    assertThat(digest(SHORT.withSeed(2))).isNotEqualTo(digest(SHORT));
  }

  /** On every machine and every Java: only integers and StrictMath are in it. */
  @Test
  void theStormOfSeedOneIsAlwaysTheSame() throws Exception {
    assertThat(digest(SHORT))
        .as("a release that changes the simulated storm on purpose writes the new digest here")
        .isEqualTo("0398f3bab87205f1d8df8fda673c795f5d961fcdff6866e84d0ba7fe48f10c5b");
  }

  @Test
  void aWinterStormBringsSnowInsteadOfRain() {
    SimulationSettings winter = SHORT.withStorm(StormSettings.WINTER);
    double snow =
        StormSimulator.observations(winter)
            .mapToDouble(report -> report.value(Variables.SNOW_DEPTH_CM))
            .filter(depth -> !Double.isNaN(depth))
            .max()
            .orElseThrow();
    assertThat(snow).isBetween(5.0, 60.0);
    assertThat(
            StormSimulator.observations(SHORT)
                .mapToDouble(report -> report.value(Variables.SNOW_DEPTH_CM))
                .filter(depth -> !Double.isNaN(depth)))
        .containsOnly(0.0);
  }

  @Test
  void aLongerSimulationBeginsLikeAShorterOne() {
    List<Observation> shorter = StormSimulator.observations(SHORT).toList();
    List<Observation> longer =
        StormSimulator.observations(SHORT.withDuration(Duration.ofHours(9)))
            .limit(shorter.size() / 2)
            .toList();
    assertThat(shorter).startsWith(longer.toArray(Observation[]::new));
  }

  @Test
  void countsAddUp() {
    StormSimulator simulator = new StormSimulator(SimulationSettings.DEFAULT);
    long delivered = 0;
    long corrections = 0;
    Set<String> different = new HashSet<>();
    while (simulator.hasNext()) {
      Observation report = simulator.next();
      delivered++;
      corrections += report.revision();
      different.add(report.stationId() + '@' + report.timeMillis());
    }
    SimulationCounts counts = simulator.counts();
    assertThat(counts.due()).isEqualTo(60 * 36 * 6);
    assertThat(counts.sent()).isEqualTo(different.size());
    assertThat(counts.delivered()).isEqualTo(delivered);
    assertThat(delivered).isEqualTo(counts.sent() + counts.duplicates() + counts.corrections());
    assertThat(corrections).isEqualTo(counts.corrections());
    assertThat(counts.missed()).isPositive();
    assertThat(counts.silent()).isGreaterThan(36);
    assertThat(counts.duplicates()).isPositive();
    assertThat(counts.corrections()).isPositive();
    assertThat(counts.delayed()).isPositive();
    assertThat(counts.late()).isPositive();
    assertThatThrownBy(simulator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aYearLacksAFewReportsInAHundred() {
    for (int stations : new int[] {1, 3}) {
      StormSimulator year =
          new StormSimulator(
              SimulationSettings.DEFAULT
                  .withStations(stations)
                  .withDuration(Duration.ofDays(365))
                  .withReportInterval(Duration.ofHours(1)));
      year.forEachRemaining(report -> {});
      SimulationCounts counts = year.counts();
      assertThat(counts.due()).isEqualTo(stations * 8760L);
      assertThat((double) (counts.silent() + counts.missed()) / counts.due()).isBetween(0.01, 0.05);
    }
  }

  @Test
  void aPerfectFeedDeliversEveryReportOnceWholeAndInOrder() {
    List<Observation> reports =
        StormSimulator.observations(SHORT.withFeed(FeedSettings.PERFECT)).toList();
    assertThat(reports).hasSize(60 * 36).doesNotHaveDuplicates();
    assertThat(reports)
        .allSatisfy(
            report -> {
              assertThat(report.has(Variables.PRESSURE_HPA)).isTrue();
              assertThat(report.has(Variables.WIND_GUST_MS)).isTrue();
              assertThat(report.has(Variables.VISIBILITY_M)).isTrue();
            });
    for (int i = 1; i < reports.size(); i++) {
      assertThat(reports.get(i).timeMillis())
          .isGreaterThanOrEqualTo(reports.get(i - 1).timeMillis());
    }
  }

  @Test
  void withoutALowThePressureShowsTheDailyWave() {
    // The ridge's cycle of 60 h is in phase with the start, the tide with the sun: two starts half
    // a
    // tide apart cancel the first and keep the second.
    double cosine = 0;
    double sine = 0;
    int count = 0;
    for (String start : List.of("2026-06-01T00:00:00Z", "2026-06-01T06:00:00Z")) {
      SimulationSettings settings =
          SimulationSettings.DEFAULT
              .withStart(Instant.parse(start))
              .withDuration(Duration.ofDays(10))
              .withStations(12)
              .withStorm(StormSettings.AUTUMN.withIntensity(0))
              .withFeed(FeedSettings.PERFECT);
      List<SimulatedStation> stations = StationNetwork.of(settings.seed(), settings.stations());
      for (Observation report :
          (Iterable<Observation>) StormSimulator.observations(settings)::iterator) {
        int station = Integer.parseInt(report.stationId().substring("sim:S".length())) - 1;
        double hour = stations.get(station).localHour(report.timeMillis());
        double angle = 2 * Math.PI * hour / 12;
        cosine += report.value(Variables.PRESSURE_HPA) * Math.cos(angle);
        sine += report.value(Variables.PRESSURE_HPA) * Math.sin(angle);
        count++;
      }
    }
    double amplitude = 2 * Math.hypot(cosine, sine) / count;
    double highAt = Math.toDegrees(Math.atan2(sine, cosine)) / 30;
    assertThat(amplitude).isCloseTo(0.26, within(0.03));
    assertThat((highAt + 12) % 12).isCloseTo(9.73, within(0.4));
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> SHORT.withStations(0))
        .hasMessage("stations is 0.0; allowed are 1.0 to 10000.0");
    assertThatThrownBy(() -> SHORT.withReportInterval(Duration.ofSeconds(1)))
        .hasMessage("reportInterval is PT1S; allowed are PT1M to PT6H");
    assertThatThrownBy(() -> StormSettings.AUTUMN.withIntensity(Double.NaN))
        .hasMessage("intensity is NaN; allowed are 0.0 to 1.6");
  }

  private static String digest(SimulationSettings settings)
      throws NoSuchAlgorithmException, IOException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      for (Observation report :
          (Iterable<Observation>) StormSimulator.observations(settings)::iterator) {
        ObservationCodec.INSTANCE.write(report, out);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
