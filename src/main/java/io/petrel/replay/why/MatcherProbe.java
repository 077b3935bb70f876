package io.petrel.replay.why;

import io.petrel.alert.detection.Match;
import io.petrel.detect.Detector;
import io.petrel.detect.DryRun;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.Truth;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a rule in the production matcher with instrumented conditions: they record at which
 * report, and after which taken reports, they were evaluated, and their results can be changed. The
 * matcher does not know of it, and a running job has no cost from it. Not thread-safe.
 */
final class MatcherProbe {
  /** Most recorded evaluations, to bound memory; the last ones are kept. */
  private static final int MOST_ASKED = 100_000;

  private final @Nullable Element changed;
  private final Change change;
  private final int steps;
  private final @Nullable DryRun run;
  private final Set<Asked> asked = new LinkedHashSet<>();
  private final Set<Asked> waiting = new LinkedHashSet<>();
  private Answers answers = Answers.AS_THEY_ARE;
  private long evaluations;
  private @Nullable RuleView view;
  private @Nullable Observation end;

  /** How the copy differs from the rule. */
  enum Change {
    NONE,
    /** Each match is reported, as by {@code after-match: no-skip}; also in all changes below. */
    ALL_MATCHES,
    /** An element follows relaxed. */
    ORDER,
    /** Other reports may come between the repetitions of an element. */
    REPETITION,
    /** An element has no window; the whole rule has twice its window. */
    WINDOW
  }

  /**
   * A condition of a pattern.
   *
   * @param step whose {@code where} it is; null = it is an {@code until}
   * @param name of the step or group
   */
  record Place(@Nullable Step step, String name, Condition condition) {
    boolean isUntil() {
      return step == null;
    }

    /** Whether a report that fulfils it ends what is in progress. */
    boolean forbids() {
      return step == null || step.absent();
    }
  }

  /**
   * An evaluation of a condition by the matcher.
   *
   * @param taken the reports that each step of the match in progress had taken
   */
  record Asked(Place place, Observation report, List<List<Observation>> taken, Truth truth) {
    Step step() {
      return Objects.requireNonNull(place.step());
    }

    /** Whether it stopped the match in progress. */
    boolean blocks() {
      return (truth == Truth.TRUE) == place.forbids();
    }
  }

  /** The results that conditions return to the matcher. */
  interface Answers {
    Answers AS_THEY_ARE = (place, report, truth) -> truth;

    Truth at(Place place, Observation report, Truth truth);
  }

  /**
   * @param changed the changed element; null = the whole rule
   */
  MatcherProbe(Rule rule, @Nullable Element changed, Change change) {
    this.changed = changed;
    this.change = change;
    this.steps = rule.steps().size();
    Duration within = rule.within();
    if (within != null && changed == null && change == Change.WINDOW) {
      within = within.multipliedBy(2);
    }
    Rule copy =
        new Rule(
            rule.id(),
            rule.version(),
            rule.matchVersion(),
            rule.text(),
            null,
            rule.pattern().stream().map(this::watched).toList(),
            within,
            change == Change.NONE
                ? rule.afterMatch()
                : new AfterMatch(AfterMatch.Kind.NO_SKIP, null),
            rule.alertOnTimeout(),
            rule.onEdit(),
            rule.emit(),
            rule.incident(),
            rule.measures());
    this.run = Detector.refusal(copy).isPresent() ? null : new DryRun(copy);
  }

  /**
   * The matches; none if the change makes a pattern that cannot run.
   *
   * @param view the rule's view of its station
   * @param reports of {@link RuleView#visible()}, in order
   * @param untilMillis event time at which the run ends
   */
  List<Match> matches(RuleView view, List<Observation> reports, long untilMillis, Answers answers) {
    this.view = view;
    this.answers = answers;
    return run == null ? List.of() : run.matches(reports, untilMillis);
  }

  /**
   * Records the evaluations in {@link #asked}. An empty report follows the others, so that matches
   * that wait for a report evaluate their conditions.
   *
   * @param reports as above, at least one
   * @param atMillis event time, not before the last report
   */
  void listen(RuleView view, List<Observation> reports, long atMillis) {
    asked.clear();
    waiting.clear();
    Observation empty = Observation.at(reports.get(0).stationId(), atMillis + 1).build();
    List<Observation> all = new ArrayList<>(reports);
    all.add(empty);
    end = empty;
    matches(view, all, empty.timeMillis(), Answers.AS_THEY_ARE);
    end = null;
  }

  /** The evaluations at the reports in {@link #listen}, each once. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** How often a condition was evaluated, in all runs. */
  long evaluations() {
    return evaluations;
  }

  /** The matches in progress after the reports, with the conditions that they waited for. */
  List<Asked> waiting() {
    return List.copyOf(waiting);
  }

  private Element watched(Element element) {
    boolean isChanged = element.equals(changed);
    Contiguity follows =
        isChanged && change == Change.ORDER ? Contiguity.RELAXED : element.follows();
    Duration within = isChanged && change == Change.WINDOW ? null : element.within();
    Quantifier times = element.quantifier();
    if (isChanged && change == Change.REPETITION) {
      times =
          new Quantifier(
              times.min(), times.max(), times.optional(), times.greedy(), Contiguity.RELAXED);
    }
    if (element instanceof Group group) {
      return new Group(
          group.name(),
          follows,
          times,
          group.elements().stream().map(this::watched).toList(),
          until(group.name(), group.until()),
          within);
    }
    Step step = (Step) element;
    return new Step(
        step.index(),
        step.name(),
        follows,
        step.absent(),
        times,
        new Watched(new Place(step, step.name(), step.where())),
        until(step.name(), step.until()),
        within);
  }

  private @Nullable Condition until(String name, @Nullable Condition until) {
    return until == null ? null : new Watched(new Place(null, name, until));
  }

  private final class Watched implements Condition {
    private final Place place;

    private Watched(Place place) {
      this.place = place;
    }

    @Override
    public Truth evaluate(EvaluationScope scope) {
      RuleView view = Objects.requireNonNull(MatcherProbe.this.view);
      Observation report = scope.current();
      evaluations++;
      boolean isEnd = report.equals(end);
      Truth truth =
          isEnd ? Truth.UNKNOWN : place.condition().evaluate(view.scope(report, scope::step));
      if (end != null) {
        List<List<Observation>> taken =
            IntStream.range(0, steps).mapToObj(step -> List.copyOf(scope.step(step))).toList();
        (isEnd ? waiting : asked).add(new Asked(place, report, taken, truth));
        if (asked.size() > MOST_ASKED) {
          asked.remove(asked.iterator().next());
        }
      }
      return answers.at(place, report, truth);
    }

    /** Different for each place, so that no two of them are shared. */
    @Override
    public String text() {
      return "%s of %s: %s"
          .formatted(place.isUntil() ? "until" : "where", place.name(), place.condition().text());
    }

    @Override
    public String canonical() {
      return text();
    }

    /** That of any step, so that each match in progress asks for itself. */
    @Override
    public Set<Integer> steps() {
      return Set.of(0);
    }
  }
}
