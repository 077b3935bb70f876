package io.petrel.detect.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petrel.detect.RandomRules;
import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.rule.Measure;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Measures against the words of their definition, on random reports. */
class MeasureCellTest {
  private static final long SEED = Long.getLong("petrel.seed", 1);
  private static final int CASES = Integer.getInteger("petrel.cases", 300);

  @Test
  void equalsItsDefinition() {
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      check(seed);
    }
  }

  private static void check(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SharedParts parts = new SharedParts();
    List<Measure> measures = new ArrayList<>();
    List<MeasureCell> cells = new ArrayList<>();
    for (Measure.Kind kind : Measure.Kind.values()) {
      boolean windowless = kind == Measure.Kind.PREVIOUS || kind == Measure.Kind.SINCE;
      Measure measure =
          new Measure(
              kind,
              Variables.TEMPERATURE_C,
              null,
              windowless ? Duration.ZERO : Duration.ofMinutes(random.nextInt(1, 90)),
              random.nextBoolean()
                  ? new Measure.Filter(new RandomRules.TestCondition("atLeast", -1, 2))
                  : null);
      measures.add(measure);
      cells.add(parts.measure(measure));
    }
    ObservationBuffer history = new ObservationBuffer();
    List<Observation> all = new ArrayList<>();
    // Now and then a busy station, whose windows hold hundreds.
    boolean busy = random.nextInt(5) == 0;
    long time = 0;
    for (int i = 0; i < (busy ? 300 : 60); i++) {
      int steps = random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(8);
      time += steps * (busy ? 4_000L : 60_000L);
      Observation.Builder builder = Observation.at("a", time);
      if (random.nextInt(4) != 0) {
        builder.set(Variables.TEMPERATURE_C, random.nextInt(50) / 10.0);
      }
      Observation observation = builder.build();
      all.add(observation);
      history.add(observation);
      parts.evaluation().begin(observation, history);
      for (int m = 0; m < measures.size(); m++) {
        assertThat(cells.get(m).at(observation))
            .as("-Dpetrel.seed=%d %s of %s", seed, measures.get(m), all)
            .isCloseTo(definition(measures.get(m), all), within(1e-9));
      }
      if (random.nextInt(50) == 0) {
        history.forgetFilters();
      }
      history.trim(
          observation.timeMillis(),
          parts.longestWindowMillis(),
          Long.MAX_VALUE,
          3,
          parts.anchored());
    }
  }

  /** As the rule language defines it, over all observations of the station. */
  private static double definition(Measure measure, List<Observation> all) {
    Observation now = all.get(all.size() - 1);
    long from = now.timeMillis() - measure.window().toMillis();
    List<Observation> seen = new ArrayList<>();
    RuleScope scope = new RuleScope(RuleScope.MeasureReader.NONE);
    for (Observation observation : all) {
      if (measure.observations() == null
          || scope.holds(measure.observations().condition(), observation, TakenSteps.NONE)) {
        seen.add(observation);
      }
    }
    List<Observation> before = new ArrayList<>(seen);
    before.removeIf(observation -> observation == now);
    double current = now.value(Variables.TEMPERATURE_C);
    if (measure.kind() == Measure.Kind.PREVIOUS) {
      return before.isEmpty()
          ? Double.NaN
          : before.get(before.size() - 1).value(Variables.TEMPERATURE_C);
    }
    if (measure.kind() == Measure.Kind.SINCE) {
      before.removeIf(observation -> !observation.has(Variables.TEMPERATURE_C));
      return before.isEmpty()
          ? Double.NaN
          : (now.timeMillis() - before.get(before.size() - 1).timeMillis()) / 1000.0;
    }
    List<Observation> window =
        seen.stream()
            .filter(o -> o.timeMillis() >= from && o.has(Variables.TEMPERATURE_C))
            .toList();
    double[] values = window.stream().mapToDouble(o -> o.value(Variables.TEMPERATURE_C)).toArray();
    if (measure.kind() == Measure.Kind.COUNT) {
      return values.length;
    }
    if (values.length == 0) {
      return Double.NaN;
    }
    double highest = java.util.Arrays.stream(values).max().orElseThrow();
    double lowest = java.util.Arrays.stream(values).min().orElseThrow();
    double hours = (now.timeMillis() - window.get(0).timeMillis()) / 3_600_000.0;
    return switch (measure.kind()) {
      case CHANGE -> current - values[0];
      case FALL -> highest - current;
      case RISE -> current - lowest;
      case MIN -> lowest;
      case MAX -> highest;
      case AVG -> java.util.Arrays.stream(values).sum() / values.length;
      case SUM -> java.util.Arrays.stream(values).sum();
      case RATE -> hours == 0 ? Double.NaN : (current - values[0]) / hours;
      case COUNT, PREVIOUS, SINCE -> throw new IllegalStateException();
    };
  }
}
