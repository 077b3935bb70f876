package io.petrel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.cli.CommandRun;
import io.petrel.engine.PipelineSettings;
import io.petrel.replay.ruletest.RuleTestResult;
import io.petrel.replay.ruletest.RuleTestRunner;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandIT {
  @TempDir private Path dir;

  @Test
  void everyShapePassesItsCheckAndItsTests() throws InterruptedException {
    for (RuleShape shape : RuleShape.values()) {
      CommandRun run =
          CommandRun.of(
              "new", "my-" + shape.word(), "--shape", shape.word(), "--dir", dir.toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains("petrel test %s --filter my-%s".formatted(dir, shape.word()));
    }
    RuleTestFolder folder = RuleTestFolder.read(dir);
    assertThat(folder.issues()).isEmpty();
    assertThat(folder.untested()).isEmpty();
    assertThat(folder.rules()).hasSize(RuleShape.values().length);
    List<RuleTestResult> results = new ArrayList<>();
    new RuleTestRunner(folder.rules(), PipelineSettings.defaults())
        .run(folder.tests(), results::addAll);
    assertThat(results).hasSizeGreaterThan(10).allMatch(RuleTestResult::passed);
  }

  @Test
  void overwritesNothing() throws IOException {
    Path tests = Files.writeString(dir.resolve("fresh-wind.test.yaml"), "mine");
    CommandRun run =
        CommandRun.of("new", "fresh-wind", "--shape", "threshold", "--dir", dir.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(tests + " already exists; nothing was written");
    assertThat(dir.resolve("fresh-wind.yaml")).doesNotExist();
    assertThat(tests).hasContent("mine");
  }

  @Test
  void refusesWhatIsNoIdAndNamesOne() {
    CommandRun run =
        CommandRun.of("new", "Fresh Wind!", "--shape", "threshold", "--dir", dir.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("try 'fresh-wind'");
  }

  @Test
  void refusesAnUnknownShape() {
    CommandRun run =
        CommandRun.of("new", "fresh-wind", "--shape", "treshold", "--dir", dir.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean 'threshold'?");
  }
}
