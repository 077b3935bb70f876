package io.petrel.replay.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.engine.LocalCluster;
import io.petrel.engine.PipelineSettings;
import io.petrel.rule.Rule;
import io.petrel.rule.yaml.ParsedSet;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.rule.yaml.RuleSetParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules with one planted mistake each: the answer names it. The whole answers are golden files. */
class WhyCasesIT {
  private static final Path CASES = Path.of("src/test/resources/golden/why");

  private static LocalCluster cluster;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(1);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({
    "threshold-off-by-one, CONDITION",
    "threshold-in-second-step, CONDITION",
    "wrong-contiguity, CONTIGUITY",
    "consecutive-broken, CONTIGUITY",
    "window-one-report-short, WINDOW",
    "measure-window-one-report-short, MEASURE_WINDOW",
    "missing-field, MISSING_VALUE",
    "impossible-value, IMPOSSIBLE_VALUE",
    "filtered-out, FILTERED_OUT",
    "quiet-too-long, INCIDENT_OPEN",
    "inhibited, INHIBITED",
    "restarted, RESTART",
    "silence-broken, ABSENCE",
    "absence-between, ABSENCE",
    "no-report, NO_REPORT",
    "fired, TOLD",
  })
  void namesTheCause(String name, Cause.Kind kind) throws IOException, InterruptedException {
    Answer answer = answer(CASES.resolve(name));
    GoldenFile.assertEquals(
        "why/" + name + "/expected.txt", String.join("\n", AnswerText.lines(answer)) + "\n");
    assertThat(answer.cause().kind()).isEqualTo(kind);
  }

  private static Answer answer(Path folder) throws IOException, InterruptedException {
    List<String> question =
        List.of(Files.readString(folder.resolve("question.txt")).strip().split(" ", -1));
    RuleFolder.Contents contents = RuleFolder.read(folder.resolve("rules"));
    ParsedSet parsed = RuleSetParser.parse(contents.files());
    assertThat(parsed.issues()).isEmpty();
    Rule rule =
        parsed.rules().stream()
            .filter(one -> one.id().equals(question.get(0)))
            .findFirst()
            .orElseThrow();
    StationHistory history =
        StationHistory.read(folder.resolve("observations.csv"), question.get(1), null, row -> {});
    return new Why(cluster, PipelineSettings.defaults(), parsed.rules(), contents.files())
        .answer(
            new Answer.Question(
                rule,
                question.get(1),
                OffsetDateTime.parse(question.get(2)).toInstant().toEpochMilli()),
            history);
  }
}
