package io.petrel.replay.ruletest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.issue.IssuePrinter;
import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading test files: what they mean, and what is said of faulty ones. */
class RuleTestReaderTest {
  @TempDir Path dir;

  @Test
  void readsTheCompactNotation() throws IOException {
    RuleTest test =
        read(
            """
            interval: 10m
            tests:
              - test: t
                pressure_hpa: 1013 1011.5 _ 1006x2 - 1006..1000/3
                temperature_c: 5
                extra: {lightning_count: 0x5 - 3x4}
                matches: []
            """);
    List<Observation> reports = test.observations();
    assertThat(reports)
        .extracting(report -> report.value(Variables.PRESSURE_HPA))
        .containsExactly(
            1013.0, 1011.5, Double.NaN, 1006.0, 1006.0, 1006.0, 1004.0, 1002.0, 1000.0);
    assertThat(reports).allMatch(report -> report.value(Variables.TEMPERATURE_C) == 5);
    assertThat(reports)
        .extracting(report -> (report.timeMillis() - test.time().startMillis()) / 60_000)
        .containsExactly(0L, 10L, 20L, 30L, 40L, 60L, 70L, 80L, 90L);
    assertThat(reports.get(5).extra("lightning_count")).isEqualTo(3);
    assertThat(test.endMillis() - test.time().startMillis())
        .isEqualTo(Duration.ofMinutes(90).toMillis());
  }

  @Test
  void readsTimesStationsAndRevisions() throws IOException {
    RuleTest test =
        read(
            """
            start: 2026-06-01T12:00+02:00
            station: {region: north, latitude: 60}
            tests:
              - test: t
                until: 2026-06-01T14:00Z
                stations:
                  - {id: a, name: A, times: 0 1h 1h, temperature_c: 1 2 3, revision: 0 0 1}
                  - {id: b, region: south, latitude: 50, temperature_c: 4}
                matches: []
            """);
    assertThat(test.observations())
        .extracting(
            Observation::stationId,
            report -> report.time().toString(),
            Observation::revision,
            Observation::region,
            Observation::stationName,
            report -> report.value(Variables.LATITUDE))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "2026-06-01T10:00:00Z", 0, "north", "A", 60.0),
            org.assertj.core.groups.Tuple.tuple("a", "2026-06-01T11:00:00Z", 0, "north", "A", 60.0),
            org.assertj.core.groups.Tuple.tuple("a", "2026-06-01T11:00:00Z", 1, "north", "A", 60.0),
            org.assertj.core.groups.Tuple.tuple(
                "b", "2026-06-01T10:00:00Z", 0, "south", null, 50.0));
    assertThat(java.time.Instant.ofEpochMilli(test.endMillis()))
        .hasToString("2026-06-01T14:00:00Z");
  }

  @Test
  void readsTextsAndQualities() throws IOException {
    RuleTest test =
        read(
            """
            tests:
              - test: t
                interval: 10m
                temperature_c: 1 2 - 4
                feed: metar
                present_weather: [_, -RA, "-", +TSRA BR]
                quality: [good, _, _, bad]
                matches: []
            """);
    assertThat(test.observations())
        .extracting(Observation::feed, Observation::presentWeather, Observation::quality)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("metar", null, Quality.GOOD),
            org.assertj.core.groups.Tuple.tuple("metar", "-RA", Quality.UNCHECKED),
            org.assertj.core.groups.Tuple.tuple("metar", "+TSRA BR", Quality.BAD));
  }

  @Test
  void saysEveryFaultWithItsPlace() throws IOException {
    GoldenFile.assertEquals(
        "rule-tests/faults.txt",
        issues(
            """
            intervall: 1h
            start: yesterday
            tests:
              - wind_speed_ms: 1 two _ 4x0 5..6/0 NaN 1e999 7
                matches: [0]
              - test: twice
                wind_sped_ms: 1 2
                wind_speed_ms: 1 2
                matches: [3h]
              - test: twice
                wind_speed_ms: 1 2 3
                wind_gust_ms: 1 2
                temperature_c: 1
                matches:
              - test: expects nothing
                wind_speed_ms: 1
              - test: has no report
                matches: []
              - test: gap and value
                wind_speed_ms: 1 - 3
                wind_gust_ms: 1 2 3
                matches: []
              - test: times
                times: 0 1h soon 90
                interval: 5m
                wind_speed_ms: 1
                matches: [later]
              - test: too early an end
                wind_speed_ms: 1 2 3
                until: 1h
                matches: [{at: 2h, step: {when: 0}}]
              - test: words
                wind_speed_ms: 12
                beside: windi
                station: {id: a, nam: A}
                matches: [{at: 0, steps: {wen: 0}, timed-out: maybe}]
                alerts:
                  - {at: 0, severity: sever, reason: first, msg_type: alarm, peak: high, sequense: 1}
              - test: stations
                station: a
                stations:
                  - {id: a, wind_speed_ms: 1}
                  - {id: a, wind_speed_ms: 1}
                  - {name: b, wind_speed_ms: 1}
                alerts: []
              - just a text
            """));
  }

  @Test
  void saysThatATestHasNoRule() throws IOException {
    Files.writeString(dir.resolve("wimdy.test.yaml"), "tests: []\n");

    assertThat(issues("tests: []\n"))
        .contains(
            "wimdy.test.yaml: error: tests the rule 'wimdy', but there is no wimdy.yaml beside it; did you mean 'windy'?");
  }

  @Test
  void takesWordsInEverySpelling() throws IOException {
    RuleTest test =
        read(
            """
            tests:
              - test: t
                wind_speed_ms: 1
                alerts:
                  - {response_type: all-clear}
                  - {response_type: AllClear}
                  - {response_type: ALL_CLEAR}
            """);
    assertThat(test.expected().alerts())
        .extracting(Expected::fields)
        .containsOnly(test.expected().alerts().get(0).fields());
  }

  private RuleTest read(String tests) throws IOException {
    RuleTestFolder folder = folder(tests);
    assertThat(folder.issues()).isEmpty();
    return folder.tests().get(0).tests().get(0);
  }

  private String issues(String tests) throws IOException {
    return IssuePrinter.print(folder(tests).issues()).replace(dir + "/", "");
  }

  private RuleTestFolder folder(String tests) throws IOException {
    Files.writeString(
        dir.resolve("windy.yaml"),
        """
        rule: windy
        title: Windy
        severity: moderate
        when: wind_speed_ms >= 10.0
        headline: Windy
        """);
    Files.writeString(dir.resolve("windy.test.yaml"), tests);
    return RuleTestFolder.read(dir);
  }
}
