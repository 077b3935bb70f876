package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petrel.alert.Measured;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Match;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import io.petrel.wire.RandomValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a match says it measured. */
class MeasuredTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  /** Enough context that no report is gone when a match is complete. */
  private static final DetectSettings SETTINGS =
      new DetectSettings(1000, 60, Duration.ofDays(7), 100);

  @Test
  void aFallIsMeasuredWithTheReportsThatTheRuleSees() throws Exception {
    StepEvidence step =
        only(
            """
            observations: quality != "bad"
            when: fall(pressure_hpa, "3h") >= 6.0
            """,
            pressure(0, 1013.2),
            at(1 * HOUR).set("pressure_hpa", 1050).quality(Quality.BAD).build(),
            pressure(2 * HOUR, 1010),
            pressure(3 * HOUR, 1006));
    assertThat(step.measured())
        .containsExactly(
            new Measured(
                "fall(pressure_hpa, \"3h\")",
                "pressure_hpa",
                "fall",
                3 * HOUR,
                1013.2 - 1006,
                null,
                Unit.HECTOPASCAL,
                true,
                3 * HOUR,
                new Measured.Limit(">=", 6, "6.0"),
                new Measured.Extreme(0, 1013.2)));
  }

  @Test
  void eachMeasureNamesTheReportThatMadeIt() throws Exception {
    List<Observation> reports =
        List.of(
            pressure(0, 1000),
            pressure(20 * MINUTE, 990),
            pressure(40 * MINUTE, 1010),
            pressure(60 * MINUTE, 995),
            at(70 * MINUTE).build(),
            pressure(80 * MINUTE, 1004));
    assertThat(measure("fall", "1h", reports)).isEqualTo("6.0 hPa, 1010.0 at 40");
    assertThat(measure("rise", "1h", reports)).isEqualTo("14.0 hPa, 990.0 at 20");
    assertThat(measure("change", "1h", reports)).isEqualTo("14.0 hPa, 990.0 at 20");
    assertThat(measure("rate", "1h", reports)).isEqualTo("14.0 hPa, 990.0 at 20");
    assertThat(measure("min", "1h", reports)).isEqualTo("990.0 hPa, 990.0 at 20");
    assertThat(measure("max", "1h", reports)).isEqualTo("1010.0 hPa, 1010.0 at 40");
    assertThat(measure("avg", "1h", reports)).isEqualTo("999.75 hPa");
    assertThat(measure("sum", "1h", reports)).isEqualTo("3999.0 hPa");
    assertThat(measure("count", "1h", reports)).isEqualTo("4.0 ");
    assertThat(measure("since", null, reports)).isEqualTo("1200.0 s, 995.0 at 60");
    assertThat(measure("previous", null, reports.subList(0, 4)))
        .isEqualTo("1010.0 hPa, 1010.0 at 40");
  }

  private static String measure(String name, String window, List<Observation> reports)
      throws Exception {
    long last = reports.get(reports.size() - 1).timeMillis() / MINUTE;
    String call =
        "%s(pressure_hpa%s)".formatted(name, window == null ? "" : ", \"" + window + "\"");
    Measured measured =
        last("when: %s > -9999.0".formatted(call), reports.toArray(new Observation[0]))
            .measured()
            .get(0);
    assertThat(measured.expression()).isEqualTo(call);
    assertThat(measured.measure()).isEqualTo(name);
    assertThat(measured.windowMillis()).isEqualTo(window == null ? 0 : HOUR);
    assertThat(measured.atMillis()).isEqualTo(last * MINUTE);
    String value = measured.value() + " " + measured.unit().symbol();
    Measured.Extreme extreme = measured.extreme();
    return extreme == null
        ? value
        : "%s, %s at %d".formatted(value, extreme.value(), extreme.timeMillis() / MINUTE);
  }

  @Test
  void ofAnAndBothCountAndOfAnOrThoseThatAreTrue() throws Exception {
    Observation report =
        at(0).set("wind_gust_ms", 30).set("wind_speed_ms", 12).set("temperature_c", 4).build();
    assertThat(said("when: wind_gust_ms > 25.0 && wind_speed_ms >= knots(20)", report))
        .containsExactly(
            "wind_gust_ms 30.0 > 25.0 [25.0]", "wind_speed_ms 12.0 >= 10.3 [knots(20)]");
    assertThat(said("when: wind_gust_ms > 25.0 || wind_speed_ms > 20.0", report))
        .containsExactly("wind_gust_ms 30.0 > 25.0 [25.0]");
    assertThat(
            said("when: wind_gust_ms > 35.0 || wind_speed_ms > 10.0 || humidity_pct > 1.0", report))
        .containsExactly("wind_speed_ms 12.0 > 10.0 [10.0]");
    assertThat(said("when: 25.0 < wind_gust_ms", report))
        .containsExactly("wind_gust_ms 30.0 > 25.0 [25.0]");
    assertThat(
            said(
                "when: \"temperature_c > 9.0 ? wind_gust_ms > 9.0 : wind_speed_ms > 9.0\"", report))
        .containsExactly("temperature_c 4.0 <= 9.0 [9.0]", "wind_speed_ms 12.0 > 9.0 [9.0]");
  }

  @Test
  void aNegationSaysWhatWasTrue() throws Exception {
    Observation report = at(0).set("wind_gust_ms", 3).set("wind_speed_ms", 2).build();
    assertThat(said("when: \"!(wind_gust_ms > 5.0)\"", report))
        .containsExactly("wind_gust_ms 3.0 <= 5.0 [5.0]");
    assertThat(said("when: \"!(wind_gust_ms > 5.0 || wind_speed_ms >= 5.0)\"", report))
        .containsExactly("wind_gust_ms 3.0 <= 5.0 [5.0]", "wind_speed_ms 2.0 < 5.0 [5.0]");
    assertThat(said("when: \"!(wind_gust_ms > 1.0 && wind_speed_ms == 5.0)\"", report))
        .containsExactly("wind_speed_ms 2.0 != 5.0 [5.0]");
    assertThat(said("when: \"!has(temperature_c) && has(wind_gust_ms)\"", report))
        .containsExactly("temperature_c NaN", "wind_gust_ms 3.0");
  }

  @Test
  void aComputedValueIsToldWithWhatItIsMadeOf() throws Exception {
    assertThat(
            said(
                "when: wind_chill(temperature_c, wind_speed_ms) < -5.0",
                at(0).set("temperature_c", 0).set("wind_speed_ms", 10).build()))
        .containsExactly(
            "wind_chill(temperature_c, wind_speed_ms) -7.1 < -5.0 [-5.0]",
            "temperature_c 0.0",
            "wind_speed_ms 10.0");
    assertThat(said("when: extra.a > 1.0 && quality == \"unchecked\"", at(0).extra("a", 2).build()))
        .containsExactly("extra.a 2.0 > 1.0 [1.0]", "quality unchecked");
  }

  @Test
  void earlierStepsAreReadAsTheyWereThen() throws Exception {
    List<StepEvidence> steps =
        match(
                """
                within: 3h
                pattern:
                  - step: warm
                    where: temperature_c > 10.0
                  - step: colder
                    follows: strict
                    times: 2
                    where: temperature_c < previous(temperature_c)
                  - step: cold
                    follows: strict
                    where: warm.temperature_c - temperature_c >= 8.0 && colder.all(c, c.temperature_c > 4.0)
                """,
                at(0).set("temperature_c", 15).build(),
                at(HOUR).set("temperature_c", 12).build(),
                at(2 * HOUR).set("temperature_c", 9).build(),
                at(3 * HOUR).set("temperature_c", 3).build())
            .steps();
    assertThat(said(steps.get(0))).containsExactly("temperature_c 15.0 > 10.0 [10.0]");
    assertThat(said(steps.get(1)))
        .containsExactly(
            "temperature_c 9.0 < 12.0 [previous(temperature_c)]", "previous(temperature_c) 12.0");
    assertThat(said(steps.get(2)))
        .containsExactly(
            "warm.temperature_c - temperature_c 12.0 >= 8.0 [8.0]",
            "warm.temperature_c 15.0",
            "temperature_c 3.0",
            "c.temperature_c 9.0 > 4.0 [4.0]");
    assertThat(steps.get(2).measured())
        .extracting(Measured::atMillis)
        .containsExactly(3 * HOUR, 0L, 3 * HOUR, 2 * HOUR);
    assertThat(steps.get(2).measured().get(0).difference()).isTrue();
  }

  @Test
  void anAbsenceHasMeasuredNothing() throws Exception {
    Match match =
        match(
            """
            within: 30m
            pattern:
              - step: heard
                where: has(pressure_hpa)
              - step: silence
                absent: true
                follows: relaxed
            """,
            pressure(0, 1000));
    assertThat(match.steps().get(0).measured()).hasSize(1);
    assertThat(match.steps().get(1).measured()).isEmpty();
  }

  @Test
  void whatTheFirstStepMeasuredIsThereWhenTheLastComesLate() throws Exception {
    List<Observation> reports = new ArrayList<>();
    for (int minute = 0; minute <= 9 * 60; minute += 10) {
      double pressure = minute < 180 ? 1010 - minute / 30.0 : 1004 + minute / 60.0;
      reports.add(
          at(minute * MINUTE)
              .set("pressure_hpa", pressure)
              .set("wind_gust_ms", minute == 520 ? 30 : 10)
              .build());
    }
    reports.set(18, at(180 * MINUTE).set("pressure_hpa", 1003).set("wind_gust_ms", 10).build());
    Match match =
        match(
            """
            within: 6h
            pattern:
              - step: falling
                where: fall(pressure_hpa, "3h") >= 6.5
              - step: gusts
                follows: relaxed
                where: wind_gust_ms > 25.0
            """,
            reports.toArray(new Observation[0]));
    assertThat(said(match.steps().get(0)))
        .containsExactly("fall(pressure_hpa, \"3h\") 7.0 >= 6.5 [6.5]");
  }

  /** Against a plain computation over the reports that the rule sees. */
  @Test
  void whateverIsMeasuredIsTrue() {
    long[] seen = new long[2];
    RandomValues.forAll(
        40,
        random -> {
          List<Observation> reports = reports(random);
          String condition = condition(random, 2);
          String rule =
              """
              observations: quality != "bad"
              within: 90m
              after-match: no-skip
              pattern:
                - step: first
                  where: '%s'
                - step: second
                  follows: relaxed
                  where: '%s'
              """
                  .formatted(condition, condition(random, 2));
          try {
            for (Match match : matches(rule, reports.toArray(new Observation[0]))) {
              for (StepEvidence step : match.steps()) {
                assertThat(step.measured()).as(step.condition()).isNotEmpty();
                step.measured().forEach(measured -> check(measured, reports));
                seen[0] += step.measured().size();
                seen[1] += step.measured().stream().filter(m -> m.extreme() != null).count();
              }
            }
          } catch (Exception e) {
            throw new IllegalStateException(rule, e);
          }
        });
    assertThat(seen[0]).as("values").isGreaterThan(500);
    assertThat(seen[1]).as("values with an extreme").isGreaterThan(200);
  }

  private static void check(Measured measured, List<Observation> reports) {
    long at = measured.atMillis();
    List<Observation> counted =
        reports.stream()
            .filter(o -> o.quality() != Quality.BAD)
            .filter(o -> o.timeMillis() <= at && o.timeMillis() >= at - measured.windowMillis())
            .filter(o -> !Double.isNaN(o.value(Variables.PRESSURE_HPA)))
            .toList();
    double[] values = counted.stream().mapToDouble(o -> o.value(Variables.PRESSURE_HPA)).toArray();
    double now = values[values.length - 1];
    double low = Arrays.stream(values).min().orElseThrow();
    double high = Arrays.stream(values).max().orElseThrow();
    double expected =
        switch (String.valueOf(measured.measure())) {
          case "fall" -> high - now;
          case "rise" -> now - low;
          case "change" -> now - values[0];
          case "min" -> low;
          case "max" -> high;
          case "sum" -> Arrays.stream(values).sum();
          case "count" -> values.length;
          default -> now;
        };
    assertThat(measured.value()).as(measured.toString()).isCloseTo(expected, within(1e-6));
    Measured.Limit limit = measured.limit();
    assertThat(limit).isNotNull();
    double over = measured.value() - limit.value();
    assertThat(
            switch (limit.operator()) {
              case "<" -> over < 0;
              case "<=" -> over <= 0;
              case ">" -> over > 0;
              default -> over >= 0;
            })
        .as(measured.toString())
        .isTrue();
    Measured.Extreme extreme = measured.extreme();
    if (extreme != null) {
      assertThat(counted)
          .anyMatch(
              o ->
                  o.timeMillis() == extreme.timeMillis()
                      && o.value(Variables.PRESSURE_HPA) == extreme.value());
      switch (String.valueOf(measured.measure())) {
        case "fall", "max" -> assertThat(extreme.value()).isEqualTo(high);
        case "rise", "min" -> assertThat(extreme.value()).isEqualTo(low);
        default -> assertThat(extreme.timeMillis()).isEqualTo(counted.get(0).timeMillis());
      }
    }
  }

  /** Values in halves and limits in quarters: none is as large as its limit. */
  private static List<Observation> reports(RandomGenerator random) {
    List<Observation> reports = new ArrayList<>();
    for (long minute = 0; minute < 150; minute += random.nextInt(1, 12)) {
      Observation.Builder report = at(minute * MINUTE);
      if (random.nextInt(8) > 0) {
        report.set("pressure_hpa", 1000 + random.nextInt(-20, 20) / 2.0);
      }
      if (random.nextInt(5) == 0) {
        report.quality(Quality.BAD).set("pressure_hpa", 900 + random.nextInt(150));
      }
      reports.add(report.build());
    }
    return reports;
  }

  private static String condition(RandomGenerator random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      String left = condition(random, depth - 1);
      String right = condition(random, depth - 1);
      return switch (random.nextInt(3)) {
        case 0 -> "!(%s)".formatted(left);
        case 1 -> "(%s && %s)".formatted(left, right);
        default -> "(%s || %s)".formatted(left, right);
      };
    }
    String operator = List.of("<", "<=", ">", ">=").get(random.nextInt(4));
    String measure =
        List.of("fall", "rise", "change", "min", "max", "count").get(random.nextInt(6));
    double limit =
        (measure.startsWith("m") ? 1000 + random.nextInt(-5, 5) : random.nextInt(1, 8)) + 0.25;
    return random.nextInt(4) == 0
        ? "pressure_hpa %s %s".formatted(operator, 1000.25 + random.nextInt(-5, 5))
        : "%s(pressure_hpa, \"%dm\") %s %s"
            .formatted(measure, random.nextInt(10, 60), operator, limit);
  }

  private static List<String> said(String condition, Observation report) throws Exception {
    return said(only(condition, report));
  }

  private static List<String> said(StepEvidence step) {
    return step.measured().stream().map(MeasuredTest::said).toList();
  }

  private static String said(Measured one) {
    String value = one.text() == null ? String.valueOf(rounded(one.value())) : one.text();
    Measured.Limit limit = one.limit();
    return limit == null
        ? "%s %s".formatted(one.expression(), value)
        : "%s %s %s %s [%s]"
            .formatted(
                one.expression(),
                value,
                limit.operator(),
                rounded(limit.value()),
                limit.expression());
  }

  private static double rounded(double value) {
    return Double.isNaN(value) ? value : Math.round(value * 10) / 10.0;
  }

  private static StepEvidence only(String rule, Observation... reports) throws Exception {
    List<StepEvidence> steps = match(rule, reports).steps();
    assertThat(steps).hasSize(1);
    return steps.get(0);
  }

  private static StepEvidence last(String rule, Observation... reports) throws Exception {
    List<Match> matches = matches(rule, reports);
    return matches.get(matches.size() - 1).steps().get(0);
  }

  private static Match match(String rule, Observation... reports) throws Exception {
    List<Match> matches = matches(rule, reports);
    assertThat(matches).hasSize(1);
    return matches.get(0);
  }

  private static List<Match> matches(String rule, Observation... reports) throws Exception {
    RuleFile file = new RuleFile("sample.yaml", SampleRules.head("sample", "title") + rule);
    RuleSetUpdate rules = new RuleSetUpdate(0, List.of(file));
    try (OperatorRun run = new OperatorRun(rules, SETTINGS, null)) {
      run.observe(Arrays.asList(reports));
      run.watermark(24 * HOUR);
      return run.detections().stream().map(Match.class::cast).toList();
    }
  }

  private static Observation.Builder at(long timeMillis) {
    return Observation.at("a", timeMillis);
  }

  private static Observation pressure(long timeMillis, double value) {
    return at(timeMillis).set("pressure_hpa", value).build();
  }
}
