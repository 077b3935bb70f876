package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.ReportChange;
import io.petrel.alert.detection.Revision;
import io.petrel.detect.match.PathObserver;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleCompiler;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Emit;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.Step;
import io.petrel.rule.Truth;
import io.petrel.testing.CountingMetricGroup;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Matches at once, and what late and corrected reports do to them. */
class StationReviserTest {
  private static final long MINUTE = 60_000;
  private static final RuleFile COOLING = SampleRules.cooling("title", "reset", 2);
  private static final RuleFile HOT =
      new RuleFile(
          "hot.yaml",
          SampleRules.head("hot", "title")
              + "when: temperature_c >= 30.0\n"
              + "incident: {ends: {when: temperature_c < 28.0}}\n");

  @Test
  void aMatchWaitsForNoWatermark() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, COOLING)) {
      run.observe(report(10, 9));
      run.observe(report(11, 7));
      assertThat(told(run)).containsExactly("cooling a warm[10] cold[11] @11");
      run.watermark(60 * MINUTE);
      assertThat(run.detections()).hasSize(1);
    }
  }

  @Test
  void anAbsenceWaitsForTheWatermarkAndIsJudgedAgainMeanwhile() throws Exception {
    for (boolean late : new boolean[] {false, true}) {
      try (OperatorRun run = run(Emit.IMMEDIATELY, 600, SampleRules.silent())) {
        run.observe(report(10, 9));
        run.observe(report(60, 9));
        run.restore(2);
        run.watermark(40 * MINUTE - 1);
        assertThat(told(run)).isEmpty();
        if (late) {
          run.observe(report(35, 9));
        }
        run.watermark(60 * MINUTE);
        assertThat(told(run))
            .containsExactlyElementsOf(
                late ? List.of() : List.of("silent a heard[10] silence[] @40"));
        assertThat(run.detections())
            .allSatisfy(one -> assertThat(((Match) one).incident().whenCertain()).isTrue());
      }
    }
  }

  @Test
  void aReportAfterATellingSilenceTakesItBack() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, SampleRules.silent())) {
      run.observe(report(10, 9));
      run.watermark(45 * MINUTE);
      assertThat(told(run)).containsExactly("silent a heard[10] silence[] @40");
      run.observe(report(30, 9));
      run.watermark(65 * MINUTE);
      assertThat(told(run))
          .containsExactly(
              "silent a heard[10] silence[] @40",
              "revision silent -40 LATE_REPORT 30",
              "silent a heard[30] silence[] @60");
    }
  }

  @Test
  void aSlowFeedWaitsLongerForWhatNeedsAbsence() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, SampleRules.silent())) {
      run.observe(report(10, 9).toBuilder().feed("slow").build());
      run.watermark(99 * MINUTE);
      assertThat(told(run)).isEmpty();
      run.watermark(100 * MINUTE);
      assertThat(told(run)).containsExactly("silent a heard[10] silence[] @40");
    }
  }

  @Test
  void aLateReportAddsWhatWasMissing() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, COOLING)) {
      run.observe(report(10, 9));
      run.observe(report(12, 9.5));
      run.observe(report(11, 7));
      assertThat(told(run)).containsExactly("revision cooling +11 LATE_REPORT 11");
      Revision revision = (Revision) run.detections().get(0);
      assertThat(OperatorRun.text(revision.added().get(0)))
          .isEqualTo("cooling a warm[10] cold[11] @11");
      assertThat(revision.by()).isEqualTo(Map.of("station_id", "a"));
      assertThat(revision.cause().values())
          .containsExactly(new ReportChange.Value("temperature_c", Double.NaN, 7));
    }
  }

  @Test
  void aCorrectionWithdraws() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, HOT)) {
      run.observe(report(10, 62));
      Detection told = run.detections().get(0);
      run.observe(report(11, 29));
      run.restore(3);
      run.observe(report(10, 12).toBuilder().revision(1).build());
      assertThat(told(run)).containsExactly("hot a when[10] @10", "revision hot -10 CORRECTION 10");
      Revision revision = (Revision) run.detections().get(1);
      assertThat(revision.withdrawn())
          .containsExactly(new Revision.Withdrawn(told.id(), 10 * MINUTE));
      assertThat(revision.cause().values())
          .containsExactly(new ReportChange.Value("temperature_c", 62, 12));
      run.observe(report(10, 62));
      assertThat(run.detections()).as("a lower revision is a duplicate").hasSize(2);
    }
  }

  /** What replaces another match at the same place is one unit with it. */
  @Test
  void withdrawnAndAddedAreOneRevision() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, COOLING)) {
      run.observe(report(10, 9));
      run.observe(report(12, 7));
      run.observe(report(11, 6.5));
      assertThat(told(run))
          .containsExactly(
              "cooling a warm[10] cold[12] @12", "revision cooling -12 +11 LATE_REPORT 11");
    }
  }

  @Test
  void duplicatesAndReportsBeyondReviseForChangeNothing() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, COOLING)) {
      run.observe(report(10, 9));
      run.observe(report(10, 9));
      run.observe(report(80, 9));
      run.observe(report(19, 1));
      assertThat(run.late()).containsExactly(report(19, 1));
      run.observe(report(20, 1));
      run.observe(report(20, 1));
      assertThat(told(run)).containsExactly("revision cooling +20 LATE_REPORT 20");
      assertThat(run.late()).hasSize(1);
    }
  }

  @Test
  void whereNothingIsRevisedEachOlderReportIsLate() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 0, COOLING)) {
      run.observe(report(10, 9));
      run.observe(report(10, 9));
      run.observe(report(9, 9));
      run.observe(report(10, 7));
      assertThat(told(run)).containsExactly("cooling a warm[10] cold[10] @10");
      assertThat(run.late()).containsExactly(report(9, 9));
    }
  }

  @Test
  void aRuleCanWaitForItself() throws Exception {
    RuleCompiler waiting =
        file -> whenCertain(new TextRuleCompiler().compile(file), file.equals(COOLING));
    try (OperatorRun run =
        new OperatorRun(
            new RuleSetUpdate(0, List.of(COOLING, HOT)),
            waiting,
            settings(Emit.IMMEDIATELY, 60),
            null)) {
      run.observe(report(10, 33));
      run.observe(report(11, 31));
      assertThat(told(run)).containsExactly("hot a when[10] @10", "hot a when[11] @11");
      run.restore(1);
      run.observe(report(10, 31.5).toBuilder().revision(1).build());
      run.watermark(20 * MINUTE);
      assertThat(told(run))
          .as("what waits is corrected without a word")
          .noneMatch(text -> text.contains("cooling"));
    }
  }

  @Test
  void anEngineThatWaitsRevisesWhatIsBehindTheWatermark() throws Exception {
    try (OperatorRun run = run(Emit.WHEN_CERTAIN, 60, COOLING)) {
      run.observe(report(12, 8));
      run.observe(report(10, 9));
      assertThat(told(run)).isEmpty();
      run.watermark(12 * MINUTE);
      run.restore(2);
      run.observe(report(11, 7));
      assertThat(told(run)).containsExactly("revision cooling +11 LATE_REPORT 11");
      run.observe(report(13, 5));
      run.watermark(13 * MINUTE);
      assertThat(told(run)).last().isEqualTo("cooling a warm[12] cold[13] @13");
    }
  }

  @Test
  void anEditTellsNothingOfThePastAndTakesNothingBack() throws Exception {
    for (boolean restored : new boolean[] {false, true}) {
      try (OperatorRun run = run(Emit.IMMEDIATELY, 60, HOT, SampleRules.silent())) {
        run.observe(report(10, 31));
        run.observe(report(12, 33));
        RuleFile warm =
            new RuleFile(
                "hot.yaml", SampleRules.head("hot", "title") + "when: temperature_c >= 20.0\n");
        run.rules(1, warm, COOLING, SampleRules.silent());
        if (restored) {
          run.restore(2);
        }
        run.observe(report(11, 25));
        assertThat(told(run)).containsExactly("hot a when[10] @10", "hot a when[12] @12");
        run.observe(report(13, 22));
        run.observe(report(14, 15));
        assertThat(told(run).subList(2, run.detections().size()))
            .containsExactly("hot a when[13] @13", "cooling a warm[13] cold[14] @14");
        run.observe(report(13, 14).toBuilder().revision(1).build());
        assertThat(told(run).subList(4, run.detections().size()))
            .containsExactly(
                "revision cooling -14 CORRECTION 13", "revision hot -13 CORRECTION 13");
      }
    }
  }

  @Test
  void otherWordsAreNoOtherMatch() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, COOLING)) {
      run.observe(report(10, 9));
      run.observe(report(12, 7));
      run.rules(1, SampleRules.cooling("other", "reset", 2));
      run.observe(report(13, 6.5));
      run.observe(report(11, 8));
      assertThat(run.detections()).hasSize(1);
      run.observe(report(10, 8.5).toBuilder().revision(1).build());
      assertThat(told(run)).hasSize(2).last().isEqualTo("revision cooling -12 +13 CORRECTION 10");
    }
  }

  /** Reports every minute for two days, some late: what it takes to go back does not grow. */
  @Test
  void thePastIsBoundedAndLeavesWithItsStation() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 60, COOLING)) {
      int largest = 0;
      for (int minute = 1; minute <= 2_000; minute++) {
        run.observe(report(minute, minute % 7));
        if (minute % 50 == 0) {
          run.observe(report(minute - 55, 3.5));
        }
        if (minute % 100 == 0) {
          run.checkpoint();
          int bytes = run.keyedBytes().get("a");
          assertThat(minute <= 300 || bytes <= largest * 5 / 4)
              .as("%d at %d", bytes, minute)
              .isTrue();
          largest = Math.max(largest, bytes);
        }
      }
      assertThat(run.late()).isEmpty();
      run.watermark(Duration.ofDays(40).toMillis());
      run.checkpoint();
      assertThat(run.keyedBytes()).isEmpty();
      assertThat(run.wakes()).isZero();
    }
  }

  @Test
  void aStationWhoseTailIsTooLargeIsRevisedLessFarBack() throws Exception {
    try (OperatorRun run = run(Emit.IMMEDIATELY, 100_000, HOT)) {
      long reports = 2 * StationPast.MOST_BYTES / report(1, 1).bytesInMemory();
      for (int minute = 1; minute <= reports; minute++) {
        run.observe(report(minute, 1));
      }
      run.observe(report(1, 40).toBuilder().revision(1).build());
      assertThat(run.late()).hasSize(1);
      run.observe(report(reports - 100, 40).toBuilder().revision(1).build());
      assertThat(told(run)).hasSize(1);
    }
  }

  /** What is lost is counted when a report comes, not when it is taken again. */
  @Test
  void whatIsTakenAgainIsNotCountedAgain() throws Exception {
    DetectSettings settings =
        new DetectSettings(
            1,
            10,
            Duration.ofDays(30),
            3,
            Emit.IMMEDIATELY,
            Duration.ofMinutes(60),
            ReportDelays.of(Duration.ZERO),
            PathObserver.NONE);
    CountingMetricGroup counters = new CountingMetricGroup();
    DetectMetrics metrics = new DetectMetrics(counters);
    RuleFile failing = new RuleFile("failing", "");
    RuleSetCompiler compiler =
        new RuleSetCompiler(
            file -> file.equals(failing) ? failing() : new TextRuleCompiler().compile(file),
            settings.matching());
    CompiledRuleSet rules =
        compiler.open(ActiveRuleSet.first(new RuleSetUpdate(0, List.of(COOLING, failing))));
    StationReviser reviser =
        new StationReviser(
            new StationRunner(compiler.evaluation(), settings, metrics), settings, metrics);
    StationState station = new StationState("a", rules);
    for (long minute : new long[] {10, 12, 14, 16, 11}) {
      reviser.arrive(station, rules, report(minute, 9), Long.MIN_VALUE, detection -> {});
    }
    assertThat(counters.counts())
        .isEqualTo(
            Map.of(
                "petrel.rule=failing.failures", 5L,
                "petrel.rule=cooling.partial_matches_dropped", 4L,
                "petrel.revisions", 1L));
  }

  private static Rule failing() {
    Condition failing =
        new Condition() {
          @Override
          public Truth evaluate(EvaluationScope scope) {
            throw new IllegalStateException("as planned");
          }

          @Override
          public String text() {
            return "failing";
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
    Step step = new Step(0, "s", Contiguity.RELAXED, false, Quantifier.ONCE, failing, null, null);
    return RandomRules.rule(
        "failing", List.of(step), null, new AfterMatch(AfterMatch.Kind.NO_SKIP, null), false, null);
  }

  private static Rule whenCertain(Rule rule, boolean isWhenCertain) {
    return new Rule(
        rule.id(),
        rule.version(),
        rule.matchVersion(),
        rule.text(),
        rule.observations(),
        rule.pattern(),
        rule.within(),
        rule.afterMatch(),
        rule.alertOnTimeout(),
        rule.onEdit(),
        isWhenCertain ? Emit.WHEN_CERTAIN : rule.emit(),
        rule.incident(),
        rule.measures());
  }

  /** Matches and revisions in short. */
  private static List<String> told(OperatorRun run) {
    List<String> told = new ArrayList<>();
    for (Detection detection : run.detections()) {
      if (detection instanceof Revision revision) {
        StringBuilder text = new StringBuilder("revision ").append(revision.rule());
        revision.withdrawn().forEach(one -> text.append(" -").append(one.timeMillis() / MINUTE));
        revision.added().forEach(one -> text.append(" +").append(one.timeMillis() / MINUTE));
        ReportChange cause = revision.cause();
        told.add(text + " " + cause.kind() + " " + cause.timeMillis() / MINUTE);
      } else {
        told.add(OperatorRun.text(detection));
      }
    }
    return told;
  }

  private static OperatorRun run(Emit emit, long reviseForMinutes, RuleFile... rules)
      throws Exception {
    return new OperatorRun(
        new RuleSetUpdate(0, List.of(rules)), settings(emit, reviseForMinutes), null);
  }

  private static DetectSettings settings(Emit emit, long reviseForMinutes) {
    return new DetectSettings(
        1_000,
        10,
        Duration.ofDays(30),
        3,
        emit,
        Duration.ofMinutes(reviseForMinutes),
        new ReportDelays(Duration.ofMinutes(10), Map.of("slow", Duration.ofMinutes(70))),
        PathObserver.NONE);
  }

  private static Observation report(long minute, double temperature) {
    return Observation.at("a", minute * MINUTE).set(Variables.TEMPERATURE_C, temperature).build();
  }
}
