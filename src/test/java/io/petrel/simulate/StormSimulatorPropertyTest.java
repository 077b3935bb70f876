package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds for every storm; {@code -Dpetrel.seed=} and {@code -Dpetrel.cases=} choose. */
class StormSimulatorPropertyTest {
  private static final long SEED = Long.getLong("petrel.seed", 20261020);
  private static final int CASES = Integer.getInteger("petrel.cases", 40);

  @Test
  void everyReportIsPlausibleAndEveryOneIsCounted() {
    for (int i = 0; i < CASES; i++) {
      SimulationSettings settings = settings(new SplittableRandom(SEED + i));
      try {
        check(settings);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "-Dpetrel.seed=%d -Dpetrel.cases=1: %s".formatted(SEED + i, settings), e);
      }
    }
  }

  private static void check(SimulationSettings settings) {
    StormSimulator simulator = new StormSimulator(settings);
    Map<String, Observation> newest = new HashMap<>();
    long repeats = 0;
    long arrival = Long.MIN_VALUE;
    while (simulator.hasNext()) {
      Observation report = simulator.next();
      assertThat(report.receivedAtMillis()).isGreaterThanOrEqualTo(arrival);
      arrival = report.receivedAtMillis();
      checkReport(settings, report);
      Observation earlier = newest.put(report.stationId() + report.timeMillis(), report);
      if (earlier != null) {
        repeats++;
        assertThat(report.equals(earlier) || report.revision() == 1).isTrue();
        assertThat(report.revision()).isGreaterThanOrEqualTo(earlier.revision());
      }
    }
    SimulationCounts counts = simulator.counts();
    assertThat(counts.due()).isEqualTo(settings.stations() * settings.reportsPerStation());
    assertThat(counts.sent()).isEqualTo(newest.size());
    assertThat(counts.duplicates() + counts.corrections()).isEqualTo(repeats);
    assertThat(counts.delivered()).isEqualTo(newest.size() + repeats);
  }

  private static void checkReport(SimulationSettings settings, Observation report) {
    for (Variable variable : Variables.all()) {
      double value = report.value(variable);
      assertThat(Double.isNaN(value) || variable.isPlausible(value))
          .as("%s of %s", variable.name(), report)
          .isTrue();
    }
    assertThat(report.quality()).isEqualTo(Quality.UNCHECKED);
    assertThat(report.time())
        .isBetween(settings.start(), settings.start().plus(settings.duration()));
    assertThat(report.receivedAtMillis()).isGreaterThan(report.timeMillis());
    assertNotAbove(report, Variables.DEW_POINT_C, Variables.TEMPERATURE_C);
    assertNotAbove(report, Variables.WIND_SPEED_MS, Variables.WIND_GUST_MS);
    if (report.value(Variables.WIND_SPEED_MS) < 0.5) {
      assertThat(report.has(Variables.WIND_DIRECTION_DEG)).isFalse();
    }
  }

  /** Missing values compare as false, and that is right: nothing is above nothing. */
  private static void assertNotAbove(Observation report, Variable low, Variable high) {
    assertThat(report.value(low) > report.value(high))
        .as("%s above %s in %s", low.name(), high.name(), report)
        .isFalse();
  }

  private static SimulationSettings settings(SplittableRandom random) {
    int minutes = random.nextInt(1, 121);
    return new SimulationSettings(
        random.nextLong(),
        random.nextInt(1, 20),
        Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L)),
        Duration.ofMinutes(random.nextLong(0, 120L * minutes)),
        Duration.ofMinutes(minutes),
        new StormSettings(
            random.nextDouble(0, 1.6),
            random.nextDouble(-25, 35),
            random.nextDouble(20, 600),
            random.nextDouble(0.8, 2.5),
            random.nextDouble(2, 40)),
        new FeedSettings(
            random.nextDouble(0, 0.2),
            random.nextDouble(0, 0.3),
            random.nextDouble(0, 0.3),
            random.nextDouble(0, 0.3),
            random.nextDouble(0, 0.3),
            random.nextDouble(0, 0.3),
            random.nextInt(0, 25)));
  }
}
