package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the shipped rules, and the samples of their manual. */
class ShippedRuleTestsIT {
  private static final Path RULES = Path.of("rules");

  @Test
  void allPassAndEveryRuleHasSome() throws InterruptedException {
    RuleTestFolder folder = RuleTestFolder.read(RULES);

    assertThat(folder.hasErrors()).as("%s", folder.issues()).isFalse();
    assertThat(folder.untested()).isEmpty();
    assertThat(folder.rules()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(assertAllPass(folder))
        .allSatisfy(c -> assertThat(c.missing()).as(c.rule().id()).isEmpty());
  }

  @Test
  void theSamplesOfTheManualPass(@TempDir Path dir) throws IOException, InterruptedException {
    Matcher sample =
        Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(RULES.resolve("TESTING.md")));
    Files.copy(RULES.resolve("gale.yaml"), dir.resolve("gale.yaml"));
    int samples = 0;
    while (sample.find()) {
      samples++;
      Files.writeString(dir.resolve("gale.test.yaml"), sample.group(1));
      // 'inhibit' and 'beside' name no rule here, so the copy is complete.
      RuleTestFolder folder = RuleTestFolder.read(dir);

      assertThat(folder.hasErrors()).as("%s", folder.issues()).isFalse();
      var unused = assertAllPass(folder);
    }
    assertThat(samples).isEqualTo(3);
  }

  private static List<RuleCoverage> assertAllPass(RuleTestFolder folder)
      throws InterruptedException {
    List<RuleTestResult> results = new ArrayList<>();
    List<RuleCoverage> coverages = new ArrayList<>();
    RuleTestRunner runner = new RuleTestRunner(folder.rules(), PipelineSettings.defaults());
    try (LocalCluster cluster = LocalCluster.start(1)) {
      for (RuleTestFile file : folder.tests()) {
        RuleTestRunner.Covered covered = runner.runCovered(cluster, file);
        results.addAll(covered.results());
        coverages.add(covered.coverage());
      }
    }
    assertThat(results)
        .hasSize(folder.tests().stream().mapToInt(file -> file.tests().size()).sum())
        .allSatisfy(
            result ->
                assertThat(result.differences())
                    .as("%s:%d", result.file().name(), result.test().line())
                    .isEmpty());
    return coverages;
  }
}
