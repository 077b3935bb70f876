package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.petrel.detect.rules.RuleCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.notify.testing.CapturedLog;
import io.petrel.rule.Condition;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.Step;
import io.petrel.rule.Truth;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class DetectOperatorTest {
  private static final long MINUTE = 60_000;
  private static final long SEED = Long.getLong("petrel.seed", 1);
  private static final int CASES = Integer.getInteger("petrel.cases", 4);

  @Test
  void ordersByEventTimeUntilTheWatermark() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "reset", 1))) {
      run.observe(report("a", 12, 5));
      run.observe(report("a", 10, 9));
      run.observe(report("a", 11, 7));
      assertThat(run.found()).isEmpty();
      run.watermark(12 * MINUTE);
      assertThat(run.found()).containsExactly("cooling a warm[10] cold[11] @11");
    }
  }

  /** Also a rule of a checkpoint that this release no longer takes: the job must begin. */
  @Test
  void aRuleThatCannotBeCompiledTakesNothingElseDown() throws Exception {
    RuleFile good = SampleRules.cooling("title", "reset", 1);
    RuleFile bad = SampleRules.silent();
    RuleCompiler compiler =
        file -> {
          if (file.equals(bad)) {
            throw new StackOverflowError();
          }
          return new TextRuleCompiler().compile(file);
        };
    RuleSetUpdate both = new RuleSetUpdate(0, List.of(good, bad));
    try (OperatorRun run = new OperatorRun(both, compiler, OperatorRun.SETTINGS, null)) {
      run.begin();
      run.observe(report("a", 10, 9));
      run.observe(report("a", 11, 5));
      run.watermark(11 * MINUTE);
      assertThat(run.found()).containsExactly("cooling a warm[10] cold[11] @11");
      assertThat(run.events())
          .filteredOn(event -> event.outcome() == RuleEvent.Outcome.REJECTED)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.rule()).isEqualTo("silent");
                assertThat(event.why()).contains("StackOverflowError");
              });
      run.restore(2);
      RuleFile edited = SampleRules.cooling("title", "reset", 2);
      run.rules(1, edited, bad);
      run.observe(report("a", 20, 9));
      run.observe(report("a", 21, 7));
      run.watermark(21 * MINUTE);
      assertThat(run.found()).hasSize(2);
    }
  }

  @Test
  void sendsWhatIsAtOrBehindTheWatermarkAside() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "reset", 1))) {
      run.watermark(10 * MINUTE);
      run.observe(report("a", 10, 9));
      run.observe(report("a", 11, 9));
      assertThat(run.late()).containsExactly(report("a", 10, 9));
    }
  }

  @Test
  void stillKnowsWhatIsLateAfterARestore() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "reset", 1))) {
      run.watermark(10 * MINUTE);
      run.restore(2);
      run.observe(report("a", 10, 9));
      assertThat(run.late()).hasSize(1);
    }
  }

  /** Flink CEP begins the absence when the report after the last one repeated comes. */
  @Test
  void anAbsenceThatIsOverWhenItBeginsIsTold() throws Exception {
    RuleFile lull =
        new RuleFile(
            "lull.yaml",
            SampleRules.head("lull", "title")
                + """
                within: 30m
                after-match: no-skip
                pattern:
                  - step: cold
                    times: 1..2
                    where: temperature_c <= 5.0
                  - step: warm
                    absent: true
                    follows: relaxed
                    within: 2m
                    where: temperature_c >= 20.0
                """);
    for (boolean restored : new boolean[] {false, true}) {
      try (OperatorRun run = run(lull)) {
        run.observe(report("a", 10, 4));
        run.observe(report("a", 15, 9));
        run.watermark(15 * MINUTE - 1);
        if (restored) {
          run.restore(2);
        }
        run.watermark(15 * MINUTE);
        assertThat(run.found()).containsExactly("lull a cold[10] warm[] @12");
      }
    }
  }

  /** Flink CEP's start is no match in progress: without it nothing would begin any more. */
  @Test
  void aLowerLimitDropsMatchesInProgressAndNotTheStart() throws Exception {
    RuleFile pair =
        new RuleFile(
            "pair.yaml",
            """
            rule: pair
            title: Pair
            severity: minor
            within: "2h"
            after-match: skip-past-last
            pattern:
              - {step: first, where: wind_speed_ms > 0.0}
              - {step: second, follows: relaxed, where: wind_gust_ms == first.wind_speed_ms}
            headline: "h"
            """);
    RuleSetUpdate rules = new RuleSetUpdate(0, List.of(pair));
    try (OperatorRun before = new OperatorRun(rules, OperatorRun.SETTINGS, null);
        OperatorRun after =
            new OperatorRun(rules, new DetectSettings(2, 10, Duration.ofDays(30), 3), null)) {
      before.observe(wind(1, 100, Double.NaN));
      for (int i = 1; i <= 5; i++) {
        before.observe(wind(2 * i, i, Double.NaN));
        before.observe(wind(2 * i + 1, Double.NaN, i));
      }
      before.watermark(12 * MINUTE);
      assertThat(before.found()).as("held by the one that began at 1").isEmpty();
      OperatorRun.Checkpoint state = before.checkpoint();
      after.resume(new OperatorRun.Checkpoint(state.state(), state.tally(), 1, 0, 0, 0), 1);
      after.observe(wind(20, Double.NaN, 77));
      after.observe(wind(30, 7, Double.NaN));
      after.observe(wind(31, Double.NaN, 7));
      after.watermark(40 * MINUTE);
      assertThat(after.found()).hasSize(6).last().asString().contains("first[30] second[31]");
    }
  }

  private static Observation wind(long minute, double speed, double gust) {
    return Observation.at("a", minute * MINUTE)
        .set(Variables.WIND_SPEED_MS, speed)
        .set(Variables.WIND_GUST_MS, gust)
        .build();
  }

  /** An error of ours in a condition, say; each report of each station meets it. */
  @Test
  void aRuleThatAlwaysFailsIsToldNowAndThen() throws Exception {
    RuleCompiler failing =
        file -> {
          Rule rule = new TextRuleCompiler().compile(file);
          Step step = rule.steps().get(0);
          Step failingStep =
              new Step(0, "s", step.follows(), false, step.quantifier(), FAILS, null, null);
          return new Rule(
              rule.id(),
              rule.version(),
              rule.matchVersion(),
              rule.text(),
              null,
              List.of(failingStep),
              rule.within(),
              rule.afterMatch(),
              false,
              rule.onEdit(),
              rule.emit(),
              rule.incident(),
              List.of());
        };
    try (CapturedLog log = new CapturedLog(StationRunner.class.getName());
        OperatorRun run =
            new OperatorRun(
                new RuleSetUpdate(0, List.of(SampleRules.cooling("title", "reset", 1))),
                failing,
                OperatorRun.SETTINGS,
                null)) {
      for (int i = 1; i <= 2_000; i++) {
        run.observe(report("s" + i % 7, i, 5));
        run.watermark(i * MINUTE);
      }
      assertThat(log.lines()).hasSize(4);
      assertThat(log.lines().get(0)).contains("Rule cooling failed at s1", "broken");
      assertThat(log.lines().get(3)).contains("1000 times");
    }
  }

  private static final Condition FAILS =
      new Condition() {
        @Override
        public Truth evaluate(EvaluationScope scope) {
          throw new IllegalStateException("broken");
        }

        @Override
        public String text() {
          return "broken";
        }

        @Override
        public String canonical() {
          return text();
        }

        @Override
        public Set<Integer> steps() {
          return Set.of();
        }
      };

  @Test
  void dropsDuplicatesAndReplacesLowerRevisions() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "reset", 1))) {
      run.observe(report("a", 10, 9));
      run.observe(report("a", 10, 9));
      run.observe(report("a", 11, 5));
      run.observe(report("a", 11, 9).toBuilder().revision(1).build());
      run.observe(report("a", 11, 5));
      run.observe(report("a", 12, 8));
      run.watermark(12 * MINUTE);
      assertThat(run.found()).containsExactly("cooling a warm[10] cold[12] @12");
    }
  }

  @Test
  void keepsDifferentReportsOfOneTimeInTheOrderOfArrival() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "reset", 1))) {
      run.observe(report("a", 10, 9));
      run.observe(report("a", 10, 8));
      run.watermark(10 * MINUTE);
      assertThat(run.found()).containsExactly("cooling a warm[10] cold[10] @10");
    }
  }

  @Test
  void tellsOfSilenceWhenItIsCertainAndNotBefore() throws Exception {
    try (OperatorRun run = run(SampleRules.silent())) {
      run.observe(report("a", 10, 9));
      run.watermark(40 * MINUTE - 1);
      assertThat(run.found()).isEmpty();
      run.observe(report("a", 40, 9));
      run.watermark(69 * MINUTE);
      assertThat(run.found()).isEmpty();
      run.watermark(70 * MINUTE);
      assertThat(run.found()).containsExactly("silent a heard[40] silence[] @70");
    }
  }

  @Test
  void leavesOpenWhatIsOpenAtTheEndOfTheInput() throws Exception {
    try (OperatorRun run = run(SampleRules.silent())) {
      run.observe(report("a", 10, 9));
      run.watermark(10 * MINUTE);
      run.watermark(Long.MAX_VALUE);
      assertThat(run.found()).isEmpty();
    }
  }

  @Test
  void saysOnceThatItIsOver() throws Exception {
    RuleFile hot =
        new RuleFile(
            "hot.yaml",
            SampleRules.head("hot", "title")
                + "when: temperature_c >= 30.0\n"
                + "incident: {ends: {when: temperature_c < 28.0}}\n");
    try (OperatorRun run = run(hot)) {
      run.observe(report("a", 10, 20));
      run.observe(report("a", 11, 31));
      run.observe(report("a", 12, 29));
      run.observe(report("a", 13, 27));
      run.observe(report("a", 14, 26));
      run.restore(1);
      run.watermark(20 * MINUTE);
      assertThat(run.found()).containsExactly("hot a when[11] @11", "clear hot a @13");
    }
  }

  @Test
  void dropsTheOldestWhenTooMuchIsInProgress() throws Exception {
    DetectSettings two = new DetectSettings(2, 10, Duration.ofDays(30), 3);
    try (OperatorRun run =
        new OperatorRun(
            new RuleSetUpdate(0, List.of(SampleRules.cooling("title", "reset", 1))), two, null)) {
      run.observe(report("a", 10, 9));
      run.observe(report("a", 11, 8.5));
      run.observe(report("a", 12, 8.4));
      run.observe(report("a", 13, 8));
      run.observe(report("a", 14, 7.4));
      run.watermark(14 * MINUTE);
      assertThat(run.found()).containsExactly("cooling a warm[12] cold[14] @14");
    }
  }

  @Test
  void goesOnAfterAnEditOfTheWords() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "reset", 1))) {
      run.observe(report("a", 10, 9));
      run.watermark(10 * MINUTE);
      run.rules(1, SampleRules.cooling("another title", "reset", 1));
      run.observe(report("a", 11, 8));
      run.watermark(11 * MINUTE);
      assertThat(run.found()).containsExactly("cooling a warm[10] cold[11] @11");
      assertThat(run.events()).extracting(RuleEvent::droppedPartialMatches).containsExactly(0L);
    }
  }

  @Test
  void dropsWhatWasBegunWhenWhatIsMatchedIsEdited() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "reset", 1))) {
      run.observe(report("a", 10, 9));
      run.observe(report("b", 10, 9));
      run.watermark(10 * MINUTE);
      run.rules(1, SampleRules.cooling("title", "reset", 2));
      run.observe(report("a", 11, 5));
      run.observe(report("a", 12, 2));
      run.watermark(12 * MINUTE);
      assertThat(run.found()).containsExactly("cooling a warm[11] cold[12] @12");
      assertThat(run.events()).extracting(RuleEvent::droppedPartialMatches).containsExactly(2L);
    }
  }

  @Test
  void letsTheOldVersionFinishWhatItBegan() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "drain", 1))) {
      run.observe(report("a", 10, 9));
      run.watermark(10 * MINUTE);
      run.rules(1, SampleRules.cooling("title", "drain", 3));
      run.restore(2);
      run.observe(report("a", 11, 8));
      run.observe(report("a", 12, 7));
      run.observe(report("a", 13, 4));
      run.watermark(13 * MINUTE);
      assertThat(run.found())
          .containsExactly("cooling a warm[10] cold[11] @11", "cooling a warm[11] cold[13] @13");
    }
  }

  /** Watermarks of subtasks differ; after a rescale each has the rules of any of them. */
  @Test
  void letsTheOldVersionFinishAfterARescaleWhoseverRulesItGets() throws Exception {
    for (int slowSubtask : List.of(0, 1)) {
      try (OperatorRun run = run(SampleRules.cooling("title", "drain", 1))) {
        run.restore(2);
        String slow = stationOf(run, slowSubtask);
        String fast = stationOf(run, 1 - slowSubtask);
        run.observe(report(fast, 55, 9));
        run.watermark(slow, 10 * MINUTE);
        run.watermark(fast, 60 * MINUTE);
        run.rules(1, SampleRules.cooling("title", "drain", 3));
        run.restore(1);
        run.watermark(65 * MINUTE);
        run.rules(2, SampleRules.cooling("other words", "drain", 3));
        run.observe(report(fast, 70, 8));
        run.watermark(70 * MINUTE);
        assertThat(run.found()).containsExactly("cooling " + fast + " warm[55] cold[70] @70");
      }
    }
  }

  private static String stationOf(OperatorRun run, int subtask) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "s" + i)
        .filter(station -> run.subtask(station) == subtask)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void stopsARemovedRuleAtOnce() throws Exception {
    try (OperatorRun run = run(SampleRules.silent(), SampleRules.cooling("title", "reset", 1))) {
      run.observe(report("a", 10, 9));
      run.watermark(10 * MINUTE);
      run.rules(1, SampleRules.cooling("title", "reset", 1));
      run.watermark(100 * MINUTE);
      assertThat(run.found()).isEmpty();
      assertThat(run.events())
          .extracting(RuleEvent::outcome, RuleEvent::droppedPartialMatches)
          .containsExactly(tuple(RuleEvent.Outcome.REMOVED, 1L));
    }
  }

  @Test
  void clearsWhatARemovedRuleHadBegun() throws Exception {
    try (OperatorRun with = run(SampleRules.falling(), SampleRules.cooling("title", "reset", 1));
        OperatorRun without = run(SampleRules.cooling("title", "reset", 1))) {
      for (OperatorRun run : List.of(with, without)) {
        run.observe(report("a", 10, 9));
        run.watermark(10 * MINUTE);
        run.checkpoint();
      }
      assertThat(with.keyedBytes().get("a")).isGreaterThan(without.keyedBytes().get("a"));
      with.rules(1, SampleRules.cooling("title", "reset", 1));
      for (OperatorRun run : List.of(with, without)) {
        run.observe(report("a", 31, 9));
        run.watermark(31 * MINUTE);
        run.checkpoint();
      }
      assertThat(with.keyedBytes()).isEqualTo(without.keyedBytes());
    }
  }

  @Test
  void saysWhatRunsWhenItBeginsAndAfterARestoreOnlyWhatIsNew() throws Exception {
    try (OperatorRun run = run(SampleRules.silent(), SampleRules.falling())) {
      run.begin();
      assertThat(run.events())
          .extracting(RuleEvent::rule, RuleEvent::outcome, RuleEvent::running)
          .containsExactly(
              tuple("", RuleEvent.Outcome.RUNNING, null),
              tuple("falling", RuleEvent.Outcome.RUNNING, new RuleEvent.Running("nfa", 1, 0)),
              tuple("silent", RuleEvent.Outcome.RUNNING, new RuleEvent.Running("compact", 1, 0)));
      run.restore(1);
      run.begin();
      assertThat(run.events()).hasSize(3);
      run.restore(2);
      run.begin();
      assertThat(run.events())
          .extracting(RuleEvent::running)
          .endsWith(new RuleEvent.Running("nfa", 2, 0), new RuleEvent.Running("compact", 2, 0))
          .hasSize(5);
    }
  }

  @Test
  void countsWhatOlderVersionsHadBegunAmongWhatAResetDrops() throws Exception {
    try (OperatorRun run = run(SampleRules.cooling("title", "drain", 1))) {
      run.observe(report("a", 10, 9));
      run.watermark(10 * MINUTE);
      run.rules(1, SampleRules.cooling("title", "drain", 3));
      run.observe(report("a", 11, 9));
      run.watermark(11 * MINUTE);
      run.rules(2, SampleRules.cooling("title", "reset", 2));
      assertThat(run.events()).extracting(RuleEvent::droppedPartialMatches).containsExactly(0L, 2L);
    }
  }

  @Test
  void forgetsAStationThatHasGone() throws Exception {
    try (OperatorRun run = run(SampleRules.silent())) {
      run.observe(report("a", 10, 9));
      run.watermark(11 * MINUTE);
      run.restore(1);
      assertThat(run.keyedBytes()).containsOnlyKeys("a");
      run.watermark(31L * 24 * 60 * MINUTE);
      assertThat(run.found()).hasSize(1);
      assertThat(run.keyedBytes()).isEmpty();
    }
  }

  @Test
  void goesOnWhenTheReportsOfAStationAreFurtherApartThanItIsRemembered() throws Exception {
    long days = Duration.ofDays(31).toMinutes();
    for (boolean together : new boolean[] {true, false}) {
      try (OperatorRun run = run(SampleRules.silent())) {
        run.observe(report("a", 10, 9));
        if (!together) {
          run.watermark(11 * MINUTE + days * MINUTE);
          assertThat(run.keyedBytes()).isEmpty();
        }
        run.observe(report("a", 12 + 2 * days, 8));
        run.watermark((13 + 2 * days) * MINUTE);
        assertThat(run.found()).containsExactly("silent a heard[10] silence[] @40");
        run.watermark((42 + 2 * days) * MINUTE);
        assertThat(run.found())
            .last()
            .isEqualTo(
                "silent a heard[%1$d] silence[] @%2$d".formatted(12 + 2 * days, 42 + 2 * days));
      }
    }
  }

  @Test
  void isTheSameThroughRestoresWithOtherParallelismAndBackends() throws Exception {
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      List<String> expected = history(seed, false);
      List<String> actual = history(seed, true);
      assertThat(actual)
          .as("-Dpetrel.seed=%d -Dpetrel.cases=1", seed)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** A random history of observations and rules, with or without restores in it. */
  private static List<String> history(long seed, boolean restores) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom cuts = new SplittableRandom(seed + 1000);
    RuleFile[] initial = {
      SampleRules.silent(), SampleRules.cooling("t", "drain", 1), SampleRules.falling()
    };
    StateBackend backend =
        cuts.nextBoolean() ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
    try (OperatorRun run =
        new OperatorRun(
            new RuleSetUpdate(0, List.of(initial)),
            OperatorRun.SETTINGS,
            restores ? backend : null)) {
      long revision = 0;
      for (int minute = 1; minute < 150; minute++) {
        List<Observation> batch = new ArrayList<>();
        for (int station = 0; station < 6; station++) {
          if (random.nextInt(3) != 0) {
            batch.add(report("s" + station, minute + random.nextInt(4), random.nextInt(12)));
          }
        }
        batch.sort(Comparator.comparing(Observation::hashCode));
        for (Observation observation : batch) {
          run.observe(observation);
        }
        if (random.nextInt(12) == 0) {
          run.rules(
              ++revision,
              SampleRules.silent(),
              SampleRules.cooling(
                  "t" + random.nextInt(3),
                  random.nextBoolean() ? "drain" : "reset",
                  random.nextInt(1, 4)),
              SampleRules.falling());
        }
        if (restores && cuts.nextInt(25) == 0) {
          // The backend stays the same in one history: a checkpoint is of one backend.
          run.restore(cuts.nextInt(1, 4));
        }
        if (random.nextInt(3) == 0) {
          run.watermark((minute - 1) * MINUTE);
        }
      }
      run.watermark(400 * MINUTE);
      List<String> found = new ArrayList<>(run.found());
      run.late().forEach(observation -> found.add("late " + observation));
      return found;
    }
  }

  private static OperatorRun run(RuleFile... rules) throws Exception {
    return new OperatorRun(new RuleSetUpdate(0, List.of(rules)), OperatorRun.SETTINGS, null);
  }

  private static Observation report(String station, long minute, double temperature) {
    return Observation.at(station, minute * MINUTE)
        .set(Variables.TEMPERATURE_C, temperature)
        .build();
  }
}
