package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.ruletest.file.RuleTestFolder;
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

  private static final String RISING =
      """
      rule: rising
      title: Rising
      severity: moderate
      within: 6h
      pattern:
        - {step: low, where: "wind_speed_ms < 10.0"}
        - {step: high, where: wind_speed_ms >= 11.0}
      headline: Rising
      """;

  private static final String DRAIN = "on-edit: drain\n";

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
      for (Mismatch difference : result.differences()) {
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
    GoldenFile.assertEquals(
        "rule-tests/reports.txt",
        text.replace(dir + "/", "").replaceAll("(time=\"|millis\":)[0-9.]+", "$1-"));
  }

  @Test
  void mailsComeAsTheSubscriptionsAsk() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("windy.yaml"), WINDY);
    Files.writeString(
        Files.createDirectory(dir.resolve("people")).resolve("subscriptions.yaml"),
        """
        subscriptions:
          - {name: elsewhere, to: b@example.org, when: "'x' in stations"}
          - {name: here, to: c@example.org, when: "'a' in stations"}
        """);
    Files.writeString(
        dir.resolve("windy.test.yaml"),
        """
        station: {id: a, name: Alpha}
        start: 2026-01-01T20:00Z
        subscriptions:
          - {name: at-once, to: Ann <Ann@example.org>}
          - {name: later, to: bob@example.org, wait: 30m}
          - {name: night, to: kim@example.org, quiet-hours: {from: "21:00", to: "06:00"}}
          - {name: daily, to: sue@example.org, digest: 12h}
          - {name: few, to: tom@example.org, limit: 1}
          - {name: away, to: zoe@example.org, mute-until: "2026-01-02T07:00:00Z"}
          - {name: severe-only, to: max@example.org, when: severity >= "severe"}
        tests:
          - test: each gets the beginning and the end
            wind_speed_ms: 12 _
            until: 12h
            mails:
              - {at: 0, to: ann@example.org, kind: alert, subject: "[TEST] Moderate: Windy – Alpha, since 20:00"}
              - {at: 0, to: kim@example.org, kind: alert}
              - {at: 0, to: tom@example.org, subscription: few, kind: alert}
              - {at: 30m, to: bob@example.org, kind: alert, alerts: 1}
              - {at: 2h, to: ann@example.org, kind: all-clear, subject: "[TEST] Over: Windy – Alpha, 20:00 to 22:00"}
              - {at: 2h, to: bob@example.org, kind: all-clear}
              - {at: 2h, to: kim@example.org, kind: all-clear}
              - {at: 2h, to: tom@example.org, kind: all-clear}
              - {at: 4h, to: sue@example.org, kind: digest, alerts: 2}
          - test: subscriptions of a file, whose conditions see the test's stations
            subscriptions: people/subscriptions.yaml
            wind_speed_ms: 12
            mails: {to: c@example.org}
          - test: nobody is told of nothing
            wind_speed_ms: 2
            mails: []
          - test: says what is wrong
            subscriptions: [{name: x, to: x@example.org}]
            wind_speed_ms: 12
            until: 2h
            mails: [{at: 0, kind: update, subject: Windy}]
        """);
    List<RuleTestResult> results = run();

    assertThat(results.subList(0, 3))
        .allSatisfy(result -> assertThat(result.differences()).isEmpty());
    assertThat(results.get(3).differences())
        .extracting(d -> "%s: %s, got %s".formatted(d.what(), d.expected(), d.got()))
        .containsExactly(
            "mail 1 at 0, kind: update, got alert",
            "mail 1 at 0, subject: \"Windy\", got"
                + " \"[TEST] Moderate: Windy – Alpha, since 20:00\"",
            "one more mail: none, got at 2h, kind all-clear, subject"
                + " \"[TEST] Over: Windy – Alpha, 20:00 to 22:00\", to \"x@example.org\"");
  }

  @Test
  void rulesChangeInTheMiddleOfATest() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("windy.yaml"), WINDY);
    Files.writeString(dir.resolve("rising.yaml"), RISING);
    Files.writeString(dir.resolve("draining.yaml"), RISING.replace("rising", "draining") + DRAIN);
    Files.writeString(
        dir.resolve("windy.test.yaml"),
        """
        tests:
          - test: a removed rule cancels what is open and matches nothing more
            wind_speed_ms: 12 12 12 12
            rule-change: {at: 1h, remove: true}
            matches: [0, 1h]
            alerts: [0, {at: 1h, msg_type: cancel, reason: rule-removed, matches: 2}]
          - test: and begins anew when it comes back
            wind_speed_ms: 12 12 12 12
            rule-change: [{at: 0, remove: true}, {at: 1h, restore: true}]
            alerts: [0, {at: 0, msg_type: cancel}, {at: 2h, reason: first-match, sequence: 0}]
          - test: an edited limit counts from the next report on
            wind_speed_ms: 12 12 15 12
            rule-change: {at: 1h, edit: {"10.0": "15.0"}}
            matches: [0, 1h, 2h]
          - test: a change of presentation shows in what comes after it
            wind_speed_ms: 12 _ _ 12
            until: 5h
            rule-change: {at: 2h, set: {severity: severe}}
            alerts:
              - {at: 0, severity: moderate}
              - {at: 2h, reason: ended-by-quiet}
              - {at: 3h, severity: severe}
              - {at: 5h, reason: ended-by-quiet}
        """);
    Files.writeString(
        dir.resolve("rising.test.yaml"),
        """
        tests:
          - test: an edit drops what is in progress
            wind_speed_ms: 5 12 12
            rule-change: {at: 0, edit: {"< 10.0": "< 9.0"}}
            matches: []
          - test: a change of another rule does not
            beside: windy
            wind_speed_ms: 5 12
            rule-change: {at: 0, rule: windy, remove: true}
            matches: [{at: 1h, steps: {low: 0}}]
        """);
    Files.writeString(
        dir.resolve("draining.test.yaml"),
        """
        tests:
          - test: the old version finishes what it began and begins nothing
            wind_speed_ms: 5 9.5 12 5 12
            rule-change: {at: 0, edit: {"< 10.0": "< 9.0"}}
            matches: [{at: 2h, steps: {low: 0}}, {at: 4h, steps: {low: 3h}}]
        """);

    assertThat(run())
        .hasSize(7)
        .allSatisfy(result -> assertThat(result.differences()).as(result.test().name()).isEmpty());
  }

  /** Holds with and without immediate alerts: nothing here is told too early. */
  @Test
  void reportsArriveWhenTheTestSaysSo() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("windy.yaml"), WINDY);
    Files.writeString(
        dir.resolve("windy.test.yaml"),
        """
        tests:
          - test: a report that is a little late counts, whatever came before
            times: 0 5m 10m
            arrives: _ 12m _
            wind_speed_ms: 5 12 5
            matches: [5m]
            withdrawn: []
            alerts: [{at: 5m, reason: first-match}]
          - test: one that comes after revise-for does not
            times: 0 7h 8h
            arrives: 9h _ _
            wind_speed_ms: 12 5 5
            matches: []
            withdrawn: []
            alerts: []
          - test: a silence ends by the clock of arrivals
            times: 0 1h
            arrives: _ 4h
            until: 8h
            wind_speed_ms: 12 5
            alerts: [{at: 0, reason: first-match}, {at: 2h, reason: ended-by-quiet}]
        """);

    assertThat(run())
        .hasSize(3)
        .allSatisfy(result -> assertThat(result.differences()).as(result.test().name()).isEmpty());
  }

  @Test
  void expectsWhatIsWithdrawn() throws IOException, InterruptedException {
    Files.writeString(dir.resolve("windy.yaml"), WINDY);
    Files.writeString(
        dir.resolve("windy.test.yaml"),
        """
        tests:
          - test: a gust that the station corrects is taken back
            times: 0 0
            arrives: _ 15m
            revision: 0 1
            wind_speed_ms: 12 5
            subscriptions: [{name: ann, to: ann@example.org}]
            matches: []
            withdrawn: [0]
            alerts:
              - {reason: first-match}
              - {reason: withdrawn, msg_type: cancel}
            mails:
              - {at: 0, kind: alert}
              - {at: 15m, kind: cancel}
          - test: a late report adds what it shows
            times: 0 1h
            arrives: 90m _
            wind_speed_ms: 12 5
            matches: [0]
            withdrawn: []
            alerts: [{at: 0, reason: first-match}]
        """);

    assertThat(run())
        .hasSize(2)
        .allSatisfy(result -> assertThat(result.differences()).as(result.test().name()).isEmpty());
  }

  @Test
  void saysWhatIsWrongWithArrivals() throws IOException {
    Files.writeString(dir.resolve("windy.yaml"), WINDY);
    Files.writeString(
        dir.resolve("windy.test.yaml"),
        """
        tests:
          - {test: too few, wind_speed_ms: 5 6, arrives: 2h, matches: []}
          - {test: before its time, wind_speed_ms: 5 6, arrives: _ 30m, matches: []}
          - {test: with a change, wind_speed_ms: 5 6, arrives: _ 2h, rule-change: {at: 0, remove: true}, matches: []}
          - {test: in order, wind_speed_ms: 5 6, withdrawn: []}
          - {test: no time, wind_speed_ms: 5 6, arrives: _ late, matches: []}
        """);

    assertThat(RuleTestFolder.read(dir).issues())
        .extracting(issue -> issue.message())
        .containsExactly(
            "'arrives' has 1 times, there are 2 reports; _ is a report that arrives at its time",
            "report 2 arrives at 30m, before its time, 1h",
            "'arrives' and 'rule-change' exclude each other",
            "nothing is withdrawn unless a report 'arrives' later",
            "expected a time after the start such as 0, 30m or 2h30m, or 2026-01-01T06:00Z, found 'late'");
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
