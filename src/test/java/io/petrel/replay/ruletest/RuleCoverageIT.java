package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests leave out of a rule, in both matchers. */
class RuleCoverageIT {
  private static final String RULE =
      """
      rule: front
      title: Front
      severity: minor
      observations: has(pressure_hpa)
      within: 4h
      pattern:
        - {step: low, where: pressure_hpa < 1000.0}
        - {step: calm, optional: true, where: wind_speed_ms < 1.0}
        - {step: rising, where: pressure_hpa > 1000.0}
        - {step: gust, follows: relaxed, absent: true, where: wind_gust_ms > 20.0}
        - {step: high, where: pressure_hpa > 1010.0}
      headline: Front
      incident:
        by: [region]
        quiet: 2h
        remind: 1h
        escalate: [{severity: severe, when: pressure_hpa > 1020.0}]
        ends: {when: wind_speed_ms > 30.0}
      """;

  @TempDir Path dir;

  @Test
  void namesWhatNoTestReaches() throws IOException, InterruptedException {
    RuleCoverage coverage =
        coverage(RULE, "tests: [{test: t, pressure_hpa: 1005 999, wind_speed_ms: 5, matches: []}]");

    assertThat(coverage.covered()).isEqualTo(2);
    assertThat(coverage.missing())
        .containsExactly(
            "no report is left out by 'observations'",
            "step 'calm' is never reached",
            "optional step 'calm' is never taken",
            "optional step 'calm' is never left out",
            "step 'rising' is never reached",
            "the absence 'gust' never holds to the end of a match",
            "the absence 'gust' is never broken by a report",
            "step 'high' is never reached",
            "no sequence times out ('within')",
            "no incident begins",
            "no incident ends by 'quiet'",
            "no incident ends by 'ends.when'",
            "no alert is severe by 'escalate'",
            "no incident becomes more severe while it is open",
            "no reminder comes by 'remind'",
            "no second station joins an incident");
  }

  @Test
  void seesReportsAbsencesAndWindowsInTheCompactMatcher() throws IOException, InterruptedException {
    String compact = RULE.replaceFirst("(?m)^  - \\{step: calm.*\\n", "");
    RuleCoverage coverage =
        coverage(
            compact,
            """
            tests:
              - {test: broken, pressure_hpa: 999 1005 1006 1011, wind_gust_ms: _ _ 25 _, matches: []}
              - {test: too late, pressure_hpa: 999 1005x4 1011, matches: []}
              - {test: left out, pressure_hpa: 999 1005 _ 1011, matches: [3h]}
            """);

    assertThat(coverage.missing())
        .containsExactly(
            "no incident ends by 'quiet'",
            "no incident ends by 'ends.when'",
            "no alert is severe by 'escalate'",
            "no incident becomes more severe while it is open",
            "no reminder comes by 'remind'",
            "no second station joins an incident");
  }

  private RuleCoverage coverage(String rule, String tests)
      throws IOException, InterruptedException {
    Files.writeString(dir.resolve("front.yaml"), rule);
    Files.writeString(dir.resolve("front.test.yaml"), tests);
    RuleTestFolder folder = RuleTestFolder.read(dir);
    assertThat(folder.hasErrors()).as("%s", folder.issues()).isFalse();
    try (LocalCluster cluster = LocalCluster.start(1)) {
      RuleTestRunner.Covered covered =
          new RuleTestRunner(folder.rules(), PipelineSettings.defaults())
              .runCovered(cluster, folder.tests().get(0));
      assertThat(covered.results()).allMatch(RuleTestResult::passed);
      return covered.coverage();
    }
  }
}
