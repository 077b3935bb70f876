package io.petrel.replay.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Match;
import io.petrel.detect.Detector;
import io.petrel.detect.DryRun;
import io.petrel.detect.RandomRules;
import io.petrel.replay.ReportOrder;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.Truth;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.rule.yaml.RuleSetParser;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.weather.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random rules on random streams, asked about at every report and between reports: what is said is
 * so in the engine.
 */
class RandomQuestionsTest {
  private static final long SEED = Long.getLong("petrel.seed", 1);
  private static final int CASES = Integer.getInteger("petrel.cases", 150);
  private static final long MINUTE = 60_000;

  /** Seeds at which it was wrong once. */
  private static final long[] FOUND = {1176, 1198, 5588};

  private final Map<Cause.Kind, Integer> kinds = new EnumMap<>(Cause.Kind.class);
  private int questions;
  private int prefixes;

  @Test
  void whatIsSaidIsSoInTheEngine() {
    int run = 0;
    int refused = 0;
    for (int i = 0; run < CASES; i++) {
      long seed = SEED == 1 && CASES > FOUND.length && i < FOUND.length ? FOUND[i] : SEED + i;
      Rule rule = RandomRules.rule(seed, seed % 4 == 0);
      List<Observation> reports =
          RandomRules.stream(seed).stream().filter(one -> one.stationId().equals("a")).toList();
      if (Detector.refusal(rule).isPresent() || reports.isEmpty()) {
        refused++;
        continue;
      }
      run++;
      ask(rule, reports, 1, "-Dpetrel.seed=%d -Dpetrel.cases=1".formatted(seed));
    }
    LoggerFactory.getLogger(getClass())
        .warn(
            "{} rules, {} questions, {} sequences found again; {} patterns refused; {}",
            run,
            questions,
            prefixes,
            refused,
            kinds);
    if (CASES >= 150) {
      assertThat(kinds)
          .containsKeys(
              Cause.Kind.NOT_TOLD_YET,
              Cause.Kind.CONDITION,
              Cause.Kind.FILTERED_OUT,
              Cause.Kind.CONTIGUITY,
              Cause.Kind.WINDOW,
              Cause.Kind.ABSENCE,
              Cause.Kind.NOT_CERTAIN,
              Cause.Kind.RESTART,
              Cause.Kind.NOT_YET,
              Cause.Kind.HELD_BACK);
      assertThat(prefixes).isGreaterThan(questions / 5);
    }
  }

  @Test
  void whatIsSaidOfTheShippedRulesInAStormIsSo() {
    SimulationSettings settings =
        SimulationSettings.DEFAULT.withSeed(7).withStations(1).withDuration(Duration.ofHours(18));
    List<Observation> all = new ArrayList<>();
    new StormSimulator(settings).forEachRemaining(all::add);
    String station = all.get(0).stationId();
    List<Observation> reports =
        all.stream().filter(one -> one.stationId().equals(station)).toList();
    for (Rule rule : RuleSetParser.parse(RuleFolder.read(Path.of("rules")).files()).rules()) {
      ask(rule, reports, reports.size() / 12, rule.id());
    }
    assertThat(kinds).containsKeys(Cause.Kind.NOT_TOLD_YET, Cause.Kind.CONDITION);
    LoggerFactory.getLogger(getClass()).warn("{} questions: {}", questions, kinds);
  }

  /**
   * Asks at reports and half a minute later.
   *
   * @param every 1 = at each report, 2 = at each second one
   */
  private void ask(Rule rule, List<Observation> reports, int every, String which) {
    DryRun engine = new DryRun(rule);
    List<Observation> seen = engine.inOrder(reports);
    String station = seen.get(0).stationId();
    long end = seen.get(seen.size() - 1).timeMillis() + 20 * MINUTE;
    List<Match> matches = engine.matches(reports, end);
    StationHistory history =
        new StationHistory(
            Path.of("random.csv"),
            Set.of(station),
            end,
            ReportOrder.EVENT_TIME,
            reports,
            List.of());
    for (int i = 0; i < seen.size(); i += every) {
      Observation report = seen.get(i);
      for (long at : new long[] {report.timeMillis(), report.timeMillis() + MINUTE / 2}) {
        Answer answer =
            new WhyAnalysis(
                    new Answer.Question(rule, station, at),
                    history,
                    matches,
                    List.of(),
                    List.of(rule),
                    Duration.ofHours(6))
                .answer();
        String asked =
            "%s at minute %s: %s %s %s%n%s within %s %s timeout %s%n%s%nmatches %s"
                .formatted(
                    which,
                    (double) at / MINUTE,
                    answer.cause(),
                    answer.steps(),
                    answer.blocked(),
                    rule.pattern(),
                    rule.within(),
                    rule.afterMatch(),
                    rule.alertOnTimeout(),
                    seen,
                    matches.stream().map(RandomQuestionsTest::steps).toList());
        questions++;
        kinds.merge(answer.cause().kind(), 1, Integer::sum);
        long since = report.timeMillis();
        List<Match> then =
            matches.stream()
                .filter(match -> match.timeMillis() >= since && match.timeMillis() <= at)
                .toList();
        assertThat(answer.fired()).as(asked).isEqualTo(!then.isEmpty());
        if (answer.fired()) {
          assertThat(then.stream().map(RandomQuestionsTest::steps).toList())
              .as(asked)
              .contains(answer.steps().stream().map(Answer.Taken::reports).toList());
        } else if (!answer.steps().isEmpty()) {
          checkMiss(RuleView.of(rule, seen), answer, at, asked);
        }
      }
    }
  }

  private static List<List<Observation>> steps(Match match) {
    return match.steps().stream().map(StepEvidence::observations).toList();
  }

  /** What was taken can be taken, and the condition at which it ended is as it is said to be. */
  private void checkMiss(RuleView view, Answer answer, long at, String asked) {
    Rule rule = view.rule();
    List<List<Observation>> taken = answer.steps().stream().map(Answer.Taken::reports).toList();
    assertThat(taken.stream().flatMap(List::stream).mapToLong(Observation::timeMillis))
        .as(asked)
        .allMatch(time -> time <= at);
    Answer.Blocked blocked = answer.blocked();
    if (blocked != null) {
      assertThat(blocked.report().timeMillis()).as(asked).isLessThanOrEqualTo(at);
      boolean forbids = answer.cause().kind() == Cause.Kind.ABSENCE;
      Condition condition =
          rule.steps().stream()
              .filter(step -> step.name().equals(blocked.step()))
              .map(step -> forbids && !step.absent() ? step.until() : step.where())
              .findFirst()
              .orElse(null);
      if (condition != null) {
        assertThat(condition.evaluate(view.scope(blocked.report(), taken::get)) == Truth.TRUE)
            .as(asked)
            .isEqualTo(forbids);
      }
    }
    boolean hasGroup = rule.pattern().stream().anyMatch(element -> element instanceof Group);
    if (!hasGroup && taken.stream().anyMatch(some -> !some.isEmpty())) {
      assertThat(prefixes(rule, taken, view.reports())).as(asked).contains(taken);
      prefixes++;
    }
  }

  /** All ways in which the engine takes as many reports as were taken. */
  private static List<List<List<Observation>>> prefixes(
      Rule rule, List<List<Observation>> taken, List<Observation> seen) {
    int last = taken.size() - 1;
    while (taken.get(last).isEmpty()) {
      last--;
    }
    List<Element> pattern = new ArrayList<>(rule.pattern().subList(0, last + 1));
    Step step = (Step) pattern.get(last);
    int times = taken.get(last).size();
    pattern.set(
        last,
        new Step(
            step.index(),
            step.name(),
            step.follows(),
            false,
            new Quantifier(times, times, false, false, step.quantifier().between()),
            step.where(),
            null,
            step.within()));
    // Texts and incidents may read the steps that are cut off.
    Rule plain = RandomRules.rule(1, true);
    Rule prefix =
        new Rule(
            rule.id(),
            rule.version(),
            rule.matchVersion(),
            plain.text(),
            rule.observations(),
            pattern,
            rule.within(),
            new AfterMatch(AfterMatch.Kind.NO_SKIP, null),
            false,
            rule.onEdit(),
            rule.emit(),
            plain.incident(),
            rule.measures());
    List<List<List<Observation>>> found = new ArrayList<>();
    for (Match match : new DryRun(prefix).matches(seen, Long.MAX_VALUE - 1)) {
      List<List<Observation>> steps = new ArrayList<>(steps(match));
      while (steps.size() < taken.size()) {
        steps.add(List.of());
      }
      found.add(steps);
    }
    return found;
  }
}
