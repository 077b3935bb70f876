package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.TestFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  private static final String GOOD = text("30.0");
  private static final String BETTER = text("31.0");
  private static final String BAD = text("30.0").replace("when:", "whne:");

  private final FolderWatch watch =
      new FolderWatch("rules/", FolderState.of(new RuleSetUpdate(0, List.of())));

  @Test
  void takesAChangeWhenTwoLooksSeeIt() {
    assertThat(watch.look(texts(GOOD), 5)).isEqualTo(FolderNews.NONE);
    assertThat(watch.look(texts(GOOD), 5))
        .isEqualTo(
            new FolderNews(
                new RuleSetUpdate(1, List.of(new RuleFile("hot.yaml", GOOD))), List.of()));
    assertThat(watch.look(texts(GOOD), 5)).isEqualTo(FolderNews.NONE);
  }

  @Test
  void leavesTheLastGoodVersionOfAFaultyFileRunning() {
    twice(texts(GOOD));
    FolderNews news = twice(texts(BAD));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.rule()).isEqualTo("hot");
              assertThat(event.outcome()).isEqualTo(RuleEvent.Outcome.REJECTED);
              assertThat(event.why())
                  .contains("rules/hot.yaml:7:1: error: ")
                  .contains("did you mean 'when'");
            });
    assertThat(watch.state().set().files()).containsExactly(new RuleFile("hot.yaml", GOOD));
    assertThat(twice(texts(BETTER)).update())
        .isEqualTo(new RuleSetUpdate(2, List.of(new RuleFile("hot.yaml", BETTER))));
  }

  @Test
  void tellsThatAFileIsGoodAgainWhenItIsAsItWasBefore() {
    twice(texts(GOOD));
    twice(texts(BAD));
    FolderNews news = twice(texts(GOOD));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .containsExactly(
            RuleEvent.ofFile(
                "hot.yaml", "hot", "", RuleEvent.Outcome.REPAIRED, "the file is good again", 5));
    assertThat(twice(texts(GOOD))).isEqualTo(FolderNews.NONE);
  }

  @Test
  void tellsThatARefusedFileIsGone() {
    twice(texts(BAD));
    FolderNews news = twice(new FolderReading(Map.of(), Map.of(), ""));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .extracting(RuleEvent::key, RuleEvent::outcome, RuleEvent::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "hot.yaml", RuleEvent.Outcome.REPAIRED, "the file is gone"));
  }

  @Test
  void keepsTheLastGoodVersionOfAFileThatCannotBeRead() {
    twice(texts(GOOD));
    FolderReading unreadable =
        new FolderReading(Map.of(), Map.of("hot.yaml", "cannot be read: no permission"), "");
    FolderNews news = twice(unreadable);
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .extracting(RuleEvent::rule, RuleEvent::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "hot", "rules/hot.yaml: error: cannot be read: no permission\n"));
    assertThat(twice(unreadable)).isEqualTo(FolderNews.NONE);
  }

  @Test
  void switchesTheGoodFilesOfASetInWhichOneIsFaulty() {
    twice(texts(GOOD));
    FolderNews news =
        twice(
            new FolderReading(
                Map.of("hot.yaml", BAD, "hotter.yaml", GOOD.replace("rule: hot", "rule: hotter")),
                Map.of(),
                ""));
    assertThat(news.update()).isNotNull();
    assertThat(news.update().files())
        .extracting(RuleFile::name)
        .containsExactly("hot.yaml", "hotter.yaml");
  }

  @Test
  void tellsOnceThatTheFolderIsGoneAndKeepsTheRules() {
    twice(texts(GOOD));
    FolderReading gone = new FolderReading(Map.of(), Map.of(), "there is no such folder of rules");
    FolderNews news = twice(gone);
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .extracting(RuleEvent::why)
        .containsExactly("rules/: error: there is no such folder of rules\n");
    assertThat(twice(gone)).isEqualTo(FolderNews.NONE);
    FolderNews back = twice(texts(GOOD));
    assertThat(back.update()).isNull();
    assertThat(back.events())
        .extracting(RuleEvent::key, RuleEvent::outcome)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("rules/", RuleEvent.Outcome.REPAIRED));
  }

  @Test
  void refusesAPatternInWhichFlinkWouldGoRoundForEver() {
    String endless =
        """
        rule: hot
        title: Hot
        severity: minor
        urgency: immediate
        certainty: observed
        category: met
        headline: Hot
        within: 3h
        pattern:
          - step: first
          - group: again
            times: 1+
            steps:
              - step: maybe
                optional: true
        """;
    FolderNews news = twice(texts(endless));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .singleElement()
        .satisfies(event -> assertThat(event.why()).contains("again"));
  }

  @Test
  void removesARuleWhoseFileIsGone() {
    twice(texts(GOOD));
    FolderReading empty = new FolderReading(Map.of(), Map.of(), "");
    assertThat(twice(empty).update()).isEqualTo(new RuleSetUpdate(2, List.of()));
  }

  @Test
  void doesNotRepeatItselfAfterARestore() throws Exception {
    twice(texts(GOOD));
    twice(texts(BAD));
    DataOutputSerializer out = new DataOutputSerializer(64);
    FolderStateCodec.INSTANCE.write(watch.state(), out);
    FolderState restored =
        FolderStateCodec.INSTANCE.read(1, new DataInputDeserializer(out.getCopyOfBuffer()));
    FolderWatch again = new FolderWatch("rules/", restored);
    again.look(texts(BAD), 6);
    assertThat(again.look(texts(BAD), 6)).isEqualTo(FolderNews.NONE);
  }

  @Test
  void readsWhatIsThere(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("hot.yaml"), GOOD);
    Files.writeString(folder.resolve("hot.test.yaml"), "tests");
    Files.write(folder.resolve("latin.yaml"), new byte[] {(byte) 0xE4});
    FolderReading reading = FolderReading.of(new org.apache.flink.core.fs.Path(folder.toUri()));
    assertThat(reading.texts()).isEqualTo(Map.of("hot.yaml", GOOD));
    assertThat(reading.unreadable()).isEqualTo(Map.of("latin.yaml", "is not UTF-8 text"));
    assertThat(
            FolderReading.of(new org.apache.flink.core.fs.Path(folder.resolve("no").toUri()))
                .fault())
        .isEqualTo("there is no such folder of rules");
  }

  @Test
  void readsThroughTheFileSystemThatTheFolderNames(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("hot.yaml"), GOOD);
    var elsewhere = new org.apache.flink.core.fs.Path(TestFileSystem.SCHEME + "://" + folder);
    assertThat(elsewhere.getFileSystem()).isInstanceOf(TestFileSystem.class);
    assertThat(FolderReading.of(elsewhere).texts()).isEqualTo(Map.of("hot.yaml", GOOD));
    assertThat(FolderReading.of(new org.apache.flink.core.fs.Path("nowhere://rules")).fault())
        .startsWith("cannot be listed: Could not find a file system implementation");
  }

  @Test
  void aFileInThePlaceOfTheFolderRemovesNothing(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("rules"), "not a folder");
    assertThat(FolderReading.of(new org.apache.flink.core.fs.Path(file.toUri())).fault())
        .isEqualTo("is a file, must be a folder of rules");
  }

  private FolderNews twice(FolderReading reading) {
    watch.look(reading, 5);
    return watch.look(reading, 5);
  }

  private static FolderReading texts(String text) {
    return new FolderReading(Map.of("hot.yaml", text), Map.of(), "");
  }

  private static String text(String limit) {
    return """
        rule: hot
        title: Hot
        severity: minor
        urgency: immediate
        certainty: observed
        category: met
        when: temperature_c >= %s
        headline: Hot
        """
        .formatted(limit);
  }
}
