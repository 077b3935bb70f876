package io.petrel.replay.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.engine.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the shipped rules, and the sample of their manual. */
class ShippedRuleTestsIT {
  private static final Path RULES = Path.of("rules");

  @Test
  void allPassAndEveryRuleHasSome() throws InterruptedException {
    RuleTestFolder folder = RuleTestFolder.read(RULES);

    assertThat(folder.hasErrors()).as("%s", folder.issues()).isFalse();
    assertThat(folder.untested()).isEmpty();
    assertThat(folder.rules()).hasSizeGreaterThanOrEqualTo(20);
    assertAllPass(folder);
  }

  @Test
  void theSampleOfTheManualPasses(@TempDir Path dir) throws IOException, InterruptedException {
    Matcher sample =
        Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(RULES.resolve("TESTING.md")));
    assertThat(sample.find()).isTrue();
    Files.copy(RULES.resolve("gale.yaml"), dir.resolve("gale.yaml"));
    Files.writeString(dir.resolve("gale.test.yaml"), sample.group(1));
    // 'inhibit' and 'beside' name no rule here, so the copy is complete.
    RuleTestFolder folder = RuleTestFolder.read(dir);

    assertThat(folder.hasErrors()).as("%s", folder.issues()).isFalse();
    assertAllPass(folder);
  }

  private static void assertAllPass(RuleTestFolder folder) throws InterruptedException {
    List<RuleTestResult> results = new ArrayList<>();
    new RuleTestRunner(folder.rules(), PipelineSettings.defaults())
        .run(folder.tests(), results::addAll);
    assertThat(results)
        .hasSize(folder.tests().stream().mapToInt(file -> file.tests().size()).sum())
        .allSatisfy(
            result ->
                assertThat(result.differences())
                    .as("%s:%d", result.file().name(), result.test().line())
                    .isEmpty());
  }
}
