package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulated day and a half has what the shipped rules look for, early, and not everywhere. */
class StormStoryTest {
  private static final double HOUR = 3_600_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void hasEveryDangerSomewhereAndSomeInTheFirstTwoHours(long seed) {
    SimulationSettings settings = SimulationSettings.DEFAULT.withSeed(seed);
    Map<String, List<Observation>> byStation = byStation(settings);
    long start = settings.start().toEpochMilli();

    List<Double> fall = firsts(byStation, start, StormStoryTest::fellSixInThreeHours);
    assertThat(fall).as("very rapid fall").hasSizeGreaterThan(30);
    assertThat(fall.get(0)).isLessThan(2.5);

    List<Double> gale = firsts(byStation, start, at(o -> wind(o) >= 17.2));
    assertThat(gale).as("gale").hasSizeBetween(10, 50);
    assertThat(gale.get(0)).isLessThan(2.0);
    assertThat(firsts(byStation, start, at(o -> wind(o) >= 24.5)))
        .as("storm force")
        .hasSizeBetween(1, 25);
    assertThat(firsts(byStation, start, at(o -> o.value(Variables.WIND_GUST_MS) >= 25.9)))
        .as("severe gust")
        .hasSizeBetween(20, 60);
    assertThat(firsts(byStation, start, StormStoryTest::frontPassed))
        .as("cold front")
        .hasSizeBetween(25, 58);
    assertThat(firsts(byStation, start, StormStoryTest::rainedHeavily))
        .as("heavy rain")
        .hasSizeBetween(8, 50);
    assertThat(firsts(byStation, start, StormStoryTest::gustJumped))
        .as("squall")
        .hasSizeBetween(3, 40);
    List<Double> fog =
        firsts(
            byStation,
            start,
            at(o -> o.value(Variables.VISIBILITY_M) <= 400 && o.value(Variables.PRECIP_MM) == 0));
    assertThat(fog).as("dense fog").hasSizeBetween(5, 50);
    assertThat(fog.get(0)).as("fog comes with the ridge").isGreaterThan(18);
  }

  private interface Danger {
    boolean at(List<Observation> reports, int index);
  }

  private static Danger at(Predicate<Observation> danger) {
    return (reports, index) -> danger.test(reports.get(index));
  }

  private static double wind(Observation report) {
    return report.value(Variables.WIND_SPEED_MS);
  }

  private static boolean fellSixInThreeHours(List<Observation> reports, int index) {
    return anyBefore(
        reports,
        index,
        3,
        (then, now) ->
            then.value(Variables.PRESSURE_HPA) - now.value(Variables.PRESSURE_HPA) >= 5.95);
  }

  private static boolean frontPassed(List<Observation> reports, int index) {
    return anyBefore(
        reports,
        index,
        3,
        (then, now) ->
            now.value(Variables.PRESSURE_HPA) - then.value(Variables.PRESSURE_HPA) >= 2
                && then.value(Variables.TEMPERATURE_C) - now.value(Variables.TEMPERATURE_C) >= 4
                && veered(then, now) >= 45);
  }

  /** Clockwise turn in degrees, -180 to 180: a northern cold front never backs the wind. */
  private static double veered(Observation then, Observation now) {
    double turn =
        now.value(Variables.WIND_DIRECTION_DEG) - then.value(Variables.WIND_DIRECTION_DEG);
    return turn - 360 * Math.rint(turn / 360);
  }

  private static boolean gustJumped(List<Observation> reports, int index) {
    return anyBefore(
        reports,
        index,
        0.2,
        (then, now) -> now.value(Variables.WIND_GUST_MS) - then.value(Variables.WIND_GUST_MS) >= 8);
  }

  private static boolean rainedHeavily(List<Observation> reports, int index) {
    double sum = 0;
    long now = reports.get(index).timeMillis();
    for (int i = index; i >= 0 && now - reports.get(i).timeMillis() < HOUR; i--) {
      double amount = reports.get(i).value(Variables.PRECIP_MM);
      sum += Double.isNaN(amount) ? 0 : amount;
    }
    return sum > 7.6;
  }

  private interface Pair {
    boolean test(Observation then, Observation now);
  }

  private static boolean anyBefore(List<Observation> reports, int index, double hours, Pair pair) {
    Observation now = reports.get(index);
    for (int i = index - 1; i >= 0; i--) {
      if (now.timeMillis() - reports.get(i).timeMillis() > hours * HOUR) {
        return false;
      }
      if (pair.test(reports.get(i), now)) {
        return true;
      }
    }
    return false;
  }

  /** Hours from the start to the first time at each station that has one, ascending. */
  private static List<Double> firsts(
      Map<String, List<Observation>> byStation, long start, Danger danger) {
    List<Double> hours = new ArrayList<>();
    for (List<Observation> reports : byStation.values()) {
      for (int i = 0; i < reports.size(); i++) {
        if (danger.at(reports, i)) {
          hours.add((reports.get(i).timeMillis() - start) / HOUR);
          break;
        }
      }
    }
    hours.sort(null);
    return hours;
  }

  private static Map<String, List<Observation>> byStation(SimulationSettings settings) {
    Map<String, TreeMap<Long, Observation>> sorted = new TreeMap<>();
    StormSimulator.observations(settings)
        .forEach(
            report ->
                sorted
                    .computeIfAbsent(report.stationId(), id -> new TreeMap<>())
                    .put(report.timeMillis(), report));
    Map<String, List<Observation>> lists = new TreeMap<>();
    sorted.forEach((id, reports) -> lists.put(id, List.copyOf(reports.values())));
    return lists;
  }
}
