package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.engine.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner says of tests that pass and fail. */
class RuleTestRunnerIT {
  private static final String WINDY =
      """
      rule: windy
      title: Windy
      severity: moderate
      when: wind_speed_ms >= 10.0
      headline: "${station_name}: ${wind_speed_ms} m/s"
      incident: {quiet: 2h}
      """;

  private static final String BY_REGION =
      """
      rule: by-region
      title: Windy region
      severity: moderate
      when: wind_speed_ms >= 10.0 && region == "north"
      headline: Windy at ${station_id}
      incident: {by: [region], quiet: 2h}
      """;

  @TempDir Path dir;

  @Test
  void saysWhatIsDifferentMissingAndTooMuch() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("windy.yaml"), WINDY);
    Files.writeString(
        dir.resolve("windy.test.yaml"),
        """
        tests:
          - test: differs in a field
            wind_speed_ms: 9 10
            alerts:
              - {at: 1h, severity: severe, headline: "test:station: 10 m/s"}
          - test: comes at another time
            wind_speed_ms: 9 10
            matches: [0]
          - test: comes though none is expected
            wind_speed_ms: 12
            matches: []
            alerts: []
          - test: does not come
            wind_speed_ms: 8
            matches: [0]
          - test: passes
            wind_speed_ms: 8 _ 10
            matches: [2h]
          - test: passes with the end
            wind_speed_ms: 10
            until: 2h
            alerts: [0, {at: 2h, reason: ended-by-quiet}]
          - test: time stops before the end
            wind_speed_ms: 10
            until: 1h59m59s
            alerts: [0]
        """);
    List<RuleTestResult> results = run();

    StringBuilder text = new StringBuilder();
    for (RuleTestResult result : results) {
      text.append(result.passed() ? "ok   " : "FAIL ").append(result.test().name()).append('\n');
      for (Difference difference : result.differences()) {
        text.append("  line %d: %s%n".formatted(difference.line(), difference.what()));
        text.append("    exp: %s%n".formatted(difference.expected()));
        text.append("    got: %s%n".formatted(difference.got()));
      }
    }
    GoldenFile.assertEquals("rule-tests/differences.txt", text.toString());
  }

  @Test
  void testsOfOneFileDoNotSeeEachOther() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("by-region.yaml"), BY_REGION);
    Files.writeString(
        dir.resolve("by-region.test.yaml"),
        """
        station: {id: a, region: north}
        tests:
          - test: first
            wind_speed_ms: 10
            alerts: [{at: 0, stations: a, headline: Windy at a, area_desc: "north: a"}]
          - test: second, with the same station
            wind_speed_ms: 10
            alerts: [{at: 0, stations: a, sequence: 0, matches: 1}]
          - test: two stations of a region
            stations:
              - {id: a, wind_speed_ms: 10 10}
              - {id: b, wind_speed_ms: 1 10}
            alerts: [{at: 0, stations: a}, {at: 1h, reason: area-grew, stations: [a, b]}]
        """);

    assertThat(run()).hasSize(3).allMatch(RuleTestResult::passed);
  }

  @Test
  void writesJUnitXmlAndJson() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("windy.yaml"), WINDY);
    Files.writeString(
        dir.resolve("windy.test.yaml"),
        """
        tests:
          - {test: "fails <&> \\u0007", wind_speed_ms: 10, matches: []}
          - {test: passes, wind_speed_ms: 9, matches: []}
        """);
    List<RuleTestResult> results = run();

    JUnitReport report = new JUnitReport();
    report.add(results, Duration.ofMillis(500));
    String text =
        report.xml()
            + RuleTestJson.line(results.get(0))
            + "\n"
            + RuleTestJson.line(results.get(1))
            + "\n";
    GoldenFile.assertEquals("rule-tests/reports.txt", text.replace(dir + "/", ""));
  }

  private List<RuleTestResult> run() throws InterruptedException {
    RuleTestFolder folder = RuleTestFolder.read(dir);
    assertThat(folder.hasErrors()).as("%s", folder.issues()).isFalse();
    List<RuleTestResult> results = new ArrayList<>();
    new RuleTestRunner(folder.rules(), PipelineSettings.defaults())
        .run(folder.tests(), results::addAll);
    return results;
  }
}
