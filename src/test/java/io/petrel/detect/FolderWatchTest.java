package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.watch.WatchedFiles;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FolderWatchTest {
  private static final FolderWatch.News NONE = new FolderWatch.News(null, List.of());
  private static final String GOOD = text("30.0");
  private static final String BETTER = text("31.0");
  private static final String BAD = text("30.0").replace("when:", "whne:");

  private final FolderWatch watch =
      new FolderWatch("rules/", FolderState.of(new RuleSetUpdate(0, List.of())));

  @Test
  void givesOutWhatIsNewAndGood() {
    assertThat(changed(texts(GOOD)))
        .isEqualTo(
            new FolderWatch.News(
                new RuleSetUpdate(1, List.of(new RuleFile("hot.yaml", GOOD))), List.of()));
    assertThat(changed(texts(GOOD))).isEqualTo(NONE);
  }

  @Test
  void leavesTheLastGoodVersionOfAFaultyFileRunning() {
    changed(texts(GOOD));
    FolderWatch.News news = changed(texts(BAD));
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
    assertThat(changed(texts(BETTER)).update())
        .isEqualTo(new RuleSetUpdate(2, List.of(new RuleFile("hot.yaml", BETTER))));
  }

  @Test
  void tellsThatAFileIsGoodAgainWhenItIsAsItWasBefore() {
    changed(texts(GOOD));
    changed(texts(BAD));
    FolderWatch.News news = changed(texts(GOOD));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .containsExactly(
            RuleEvent.ofFile(
                "hot.yaml", "hot", "", RuleEvent.Outcome.REPAIRED, "the file is good again", 5));
    assertThat(changed(texts(GOOD))).isEqualTo(NONE);
  }

  @Test
  void tellsThatARefusedFileIsGone() {
    changed(texts(BAD));
    FolderWatch.News news = changed(new WatchedFiles(Map.of(), Map.of(), ""));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .extracting(RuleEvent::key, RuleEvent::outcome, RuleEvent::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "hot.yaml", RuleEvent.Outcome.REPAIRED, "the file is gone"));
  }

  @Test
  void keepsTheLastGoodVersionOfAFileThatCannotBeRead() {
    changed(texts(GOOD));
    WatchedFiles unreadable =
        new WatchedFiles(Map.of(), Map.of("hot.yaml", "cannot be read: no permission"), "");
    FolderWatch.News news = changed(unreadable);
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .extracting(RuleEvent::rule, RuleEvent::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "hot", "rules/hot.yaml: error: cannot be read: no permission\n"));
    assertThat(changed(unreadable)).isEqualTo(NONE);
  }

  @Test
  void switchesTheGoodFilesOfASetInWhichOneIsFaulty() {
    changed(texts(GOOD));
    FolderWatch.News news =
        changed(
            new WatchedFiles(
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
    changed(texts(GOOD));
    WatchedFiles gone = new WatchedFiles(Map.of(), Map.of(), "there is no such folder");
    FolderWatch.News news = changed(gone);
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .extracting(RuleEvent::why)
        .containsExactly("rules/: error: there is no such folder\n");
    assertThat(changed(gone)).isEqualTo(NONE);
    FolderWatch.News back = changed(texts(GOOD));
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
    FolderWatch.News news = changed(texts(endless));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .singleElement()
        .satisfies(event -> assertThat(event.why()).contains("again"));
  }

  @Test
  void removesARuleWhoseFileIsGoneWhileOthersStay() {
    String other = GOOD.replace("rule: hot", "rule: hotter");
    changed(new WatchedFiles(Map.of("hot.yaml", GOOD, "hotter.yaml", other), Map.of(), ""));
    assertThat(changed(new WatchedFiles(Map.of("hotter.yaml", other), Map.of(), "")).update())
        .isEqualTo(new RuleSetUpdate(2, List.of(new RuleFile("hotter.yaml", other))));
  }

  /** What an unmounted share looks like: every open incident would be withdrawn. */
  @Test
  void keepsTheRulesOfAFolderThatIsEmptyAllOfASudden() {
    changed(texts(GOOD));
    WatchedFiles empty = new WatchedFiles(Map.of(), Map.of(), "");
    FolderWatch.News news = changed(empty);
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.key()).isEqualTo("rules/");
              assertThat(event.outcome()).isEqualTo(RuleEvent.Outcome.REJECTED);
              assertThat(event.why()).contains("no good rule is left");
            });
    assertThat(changed(empty)).isEqualTo(NONE);
    assertThat(watch.state().set().files()).containsExactly(new RuleFile("hot.yaml", GOOD));
    FolderWatch.News back = changed(texts(BETTER));
    assertThat(back.update())
        .isEqualTo(new RuleSetUpdate(2, List.of(new RuleFile("hot.yaml", BETTER))));
    assertThat(back.events())
        .extracting(RuleEvent::key, RuleEvent::outcome)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("rules/", RuleEvent.Outcome.REPAIRED));
  }

  /** Another folder at the place, or one that is half copied: nothing in it is a rule yet. */
  @Test
  void keepsTheRulesOfAFolderInWhichOnlyFaultyFilesAreLeft() {
    changed(texts(GOOD));
    WatchedFiles other = new WatchedFiles(Map.of("other.yaml", "rule: oth"), Map.of(), "");
    FolderWatch.News news = changed(other);
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .extracting(RuleEvent::key, RuleEvent::outcome)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("other.yaml", RuleEvent.Outcome.REJECTED),
            org.assertj.core.groups.Tuple.tuple("rules/", RuleEvent.Outcome.REJECTED));
    assertThat(changed(other)).isEqualTo(NONE);
  }

  /** Seen: no checkpoint from then on, not even after the file was gone. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void refusesARuleThatWouldExplode() {
    String bomb =
        """
        rule: hot
        title: Hot
        severity: minor
        headline: Hot
        within: 1h
        pattern:
          - group: a
            times: 1000
            steps:
              - {group: b, times: 1000, steps: [{group: c, times: 1000, steps: [{step: s}]}]}
        """;
    FolderWatch.News news = changed(texts(bomb));
    assertThat(news.update()).isNull();
    assertThat(news.events())
        .singleElement()
        .satisfies(event -> assertThat(event.why()).contains("1,000,000,000 states"));
  }

  @Test
  void doesNotRepeatItselfAfterARestore() throws Exception {
    changed(texts(GOOD));
    changed(texts(BAD));
    DataOutputSerializer out = new DataOutputSerializer(64);
    FolderState.CODEC.write(watch.state(), out);
    FolderState restored =
        FolderState.CODEC.read(1, new DataInputDeserializer(out.getCopyOfBuffer()));
    FolderWatch again = new FolderWatch("rules/", restored);
    assertThat(again.changed(texts(BAD), 6)).isEqualTo(NONE);
  }

  private FolderWatch.News changed(WatchedFiles reading) {
    return watch.changed(reading, 5);
  }

  private static WatchedFiles texts(String text) {
    return new WatchedFiles(Map.of("hot.yaml", text), Map.of(), "");
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
