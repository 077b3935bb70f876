package io.petrel.replay.why;

import static io.petrel.replay.why.MatcherProbe.Answers.AS_THEY_ARE;

import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Match;
import io.petrel.detect.Detector;
import io.petrel.detect.match.MatcherKind;
import io.petrel.replay.why.MatcherProbe.Answers;
import io.petrel.replay.why.MatcherProbe.Asked;
import io.petrel.replay.why.MatcherProbe.Change;
import io.petrel.replay.why.MatcherProbe.Place;
import io.petrel.replay.why.Obstacle.BrokenRow;
import io.petrel.replay.why.Obstacle.Failed;
import io.petrel.replay.why.Obstacle.HeldBack;
import io.petrel.replay.why.Obstacle.NotCertain;
import io.petrel.replay.why.Obstacle.NotYet;
import io.petrel.replay.why.Obstacle.Restarted;
import io.petrel.replay.why.Obstacle.Stopped;
import io.petrel.replay.why.Obstacle.TooLong;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds why there was no match at a time, by running the production matcher with one change: one
 * condition inverted at one report, one absence, {@code until} or window left out, one strict order
 * relaxed, no match before. Of the changes that lead to a match at the time, the smallest is the
 * answer. If none does, the answer is what stopped the most advanced match in progress. Not
 * thread-safe.
 */
final class NearestMiss {
  /** Reports used for a rule that has no window. */
  private static final int REPORTS_WITHOUT_WINDOW = 300;

  /** Most conditions tried, so that an answer takes seconds. */
  private static final long MOST_EVALUATIONS = 5_000_000;

  private static final long FOREVER = Long.MAX_VALUE - 1;

  private final RuleView view;
  private final Rule rule;
  private final List<Match> earlier;
  private final long since;
  private final long at;
  private final List<Observation> reports;
  private final List<CandidateMatch> found = new ArrayList<>();

  /**
   * A question.
   *
   * @param matches of the rule at the station, by time
   * @param since begin of the time in which a match would have been the one in question, inclusive
   */
  NearestMiss(RuleView view, List<Match> matches, long since, long at) {
    this.view = view;
    this.rule = view.rule();
    this.earlier = matches.stream().filter(match -> match.timeMillis() < since).toList();
    this.since = since;
    this.at = at;
    boolean restarts = rule.afterMatch().kind() == AfterMatch.Kind.RESTART;
    this.reports =
        reports(
            restarts && !earlier.isEmpty()
                ? earlier.get(earlier.size() - 1).timeMillis()
                : Long.MIN_VALUE);
  }

  /**
   * What stopped the most advanced match in progress up to the last report.
   *
   * @param probe of the view's rule, without a change
   * @param view has a visible report
   */
  static Optional<CandidateMatch> furthest(MatcherProbe probe, RuleView view) {
    long last = view.visible().get(view.visible().size() - 1).timeMillis();
    NearestMiss miss = new NearestMiss(view, List.of(), last, last);
    probe.listen(view, miss.reports, last);
    return miss.furthest(probe);
  }

  /** Empty = no match is in progress. */
  Optional<CandidateMatch> find() {
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    MatcherProbe probe = new MatcherProbe(rule, null, Change.NONE);
    for (Match match : probe.matches(view, reports, FOREVER, AS_THEY_ARE)) {
      if (isHit(match)) {
        add(taken(match), new HeldBack(rule.afterMatch()));
      } else if (match.timeMillis() > at) {
        notCertain(match);
      }
    }
    probe.listen(view, reports, at);
    MatcherProbe free = new MatcherProbe(rule, null, Change.ALL_MATCHES);
    afterMatch(free);
    if (found.stream().allMatch(one -> one.obstacle() instanceof NotCertain)) {
      wholeWindow();
      rule.elements().forEach(this::windowAndOrder);
      absences(free, probe.asked());
      conditions(free, probe.asked());
    }
    return found.stream().min(CandidateMatch.NEAREST).or(() -> furthest(probe));
  }

  /**
   * The reports up to the time in question, from the first with which a match in progress can
   * begin.
   */
  private List<Observation> reports(long afterMillis) {
    List<Observation> visible = view.visible();
    int to = visible.size();
    while (to > 0 && visible.get(to - 1).timeMillis() > at) {
      to--;
    }
    boolean isSingle = rule.steps().size() == 1 && !rule.steps().get(0).quantifier().isRepeated();
    Duration within = rule.within();
    int from = to;
    while (from > 0
        && visible.get(from - 1).timeMillis() > afterMillis
        && (isSingle
            ? from == to
            : within == null
                ? to - from < REPORTS_WITHOUT_WINDOW
                : at - visible.get(from - 1).timeMillis() <= 2 * within.toMillis())) {
      from--;
    }
    return visible.subList(from, to);
  }

  private boolean isHit(Match match) {
    return match.timeMillis() >= since && match.timeMillis() <= at;
  }

  /** Matches at the time with a changed rule. */
  private List<Match> hits(@Nullable Element changed, Change change) {
    return hits(new MatcherProbe(rule, changed, change), reports, AS_THEY_ARE);
  }

  private List<Match> hits(MatcherProbe probe, List<Observation> reports, Answers answers) {
    return probe.matches(view, reports, at, answers).stream().filter(this::isHit).toList();
  }

  private void add(List<List<Observation>> taken, Obstacle obstacle) {
    found.add(new CandidateMatch(taken, obstacle));
  }

  private void notCertain(Match match) {
    Element last = rule.pattern().get(rule.pattern().size() - 1);
    long taken = match.station().timeMillis();
    double missed = (double) (match.timeMillis() - at) / (match.timeMillis() - taken);
    add(
        taken(match),
        new NotCertain(match.timedOut() ? null : last.name(), taken, match.timeMillis(), missed));
  }

  /** Matches if no earlier match had used or dropped reports. */
  private void afterMatch(MatcherProbe free) {
    AfterMatch.Kind kind = rule.afterMatch().kind();
    if (kind == AfterMatch.Kind.NO_SKIP) {
      return;
    }
    boolean drops = kind == AfterMatch.Kind.RESTART || kind == AfterMatch.Kind.SKIP_PAST_LAST;
    List<Took> last =
        earlier.stream()
            .filter(match -> drops && match.timeMillis() == match.station().timeMillis())
            .map(match -> row(match).get(row(match).size() - 1))
            .toList();
    Answers without =
        (place, report, truth) ->
            last.contains(new Took(place.step(), report)) ? Truth.FALSE : truth;
    for (Match match : hits(free, reports(Long.MIN_VALUE), without)) {
      Optional<Match> by =
          earlier.stream()
              .filter(one -> drops && one.timeMillis() >= match.firstMillis())
              .findFirst();
      if (by.isPresent()) {
        long time = by.get().timeMillis();
        add(upTo(match, time), new Restarted(rule.afterMatch(), time));
      } else if (kind != AfterMatch.Kind.RESTART) {
        add(taken(match), new HeldBack(rule.afterMatch()));
      }
    }
  }

  private void wholeWindow() {
    Duration within = rule.within();
    if (within == null || rule.alertOnTimeout()) {
      return;
    }
    for (Match match : hits(null, Change.WINDOW)) {
      long end = match.firstMillis() + within.toMillis();
      List<Took> row = row(match);
      Observation last = row.get(row.size() - 1).report();
      if (last.timeMillis() > end) {
        add(upTo(match, end), new TooLong(null, within, row.get(0).report(), last));
      }
    }
  }

  private void windowAndOrder(Element element) {
    Duration within = element.within();
    if (within != null) {
      firstPairs(element, Change.WINDOW, pair -> pair.millis() > within.toMillis())
          .forEach(
              pair ->
                  add(
                      before(pair.match, pair.next.report),
                      new TooLong(pair.next.name(), within, pair.last.report, pair.next.report)));
    }
    List<Element> inside = element.walk().toList();
    if (element.follows() == Contiguity.STRICT && !element.absent()) {
      firstPairs(element, Change.ORDER, pair -> !inside.contains(pair.last.step) && isBroken(pair))
          .forEach(this::brokenRow);
    }
    if (element.quantifier().isRepeated() && element.quantifier().between() == Contiguity.STRICT) {
      firstPairs(
              element, Change.REPETITION, pair -> inside.contains(pair.last.step) && isBroken(pair))
          .forEach(this::brokenRow);
    }
  }

  /**
   * Of each match that a change allows, the first two successive reports that are not allowed
   * without it: the later ones were never taken.
   */
  private List<Pair> firstPairs(Element element, Change change, Predicate<Pair> isForbidden) {
    List<Element> inside = element.walk().toList();
    List<Pair> pairs = new ArrayList<>();
    for (Match match : hits(element, change)) {
      List<Took> row = row(match);
      IntStream.range(1, row.size())
          .mapToObj(i -> new Pair(match, row.get(i - 1), row.get(i)))
          .filter(pair -> inside.contains(pair.next.step) && isForbidden.test(pair))
          .findFirst()
          .ifPresent(pairs::add);
    }
    return pairs;
  }

  private Observation reportAfter(Took took) {
    return reports.get(reports.indexOf(took.report) + 1);
  }

  private boolean isBroken(Pair pair) {
    return !reportAfter(pair.last).equals(pair.next.report);
  }

  private void brokenRow(Pair pair) {
    Observation breaker = reportAfter(pair.last);
    Step step = Objects.requireNonNull(pair.next.step);
    List<List<Observation>> taken = before(pair.match, breaker);
    Trace trace = view.trace(step.where(), breaker, taken::get);
    add(taken, new BrokenRow(step, pair.last.name(), breaker, trace, pair.next.report));
  }

  /** Matches if a forbidden report had not occurred. */
  private void absences(MatcherProbe free, List<Asked> asked) {
    List<Asked> broken =
        asked.stream().filter(one -> one.place().forbids() && one.blocks()).toList();
    for (Place place : broken.stream().map(Asked::place).distinct().toList()) {
      Answers without = (asks, report, truth) -> asks.equals(place) ? Truth.FALSE : truth;
      for (Match match : hits(free, reports, without)) {
        broken.stream()
            .filter(one -> one.place().equals(place))
            .filter(one -> one.taken().equals(before(match, one.report())))
            .findFirst()
            .ifPresent(one -> add(one.taken(), stopped(one, match)));
      }
    }
  }

  private Stopped stopped(Asked broken, Match match) {
    long taken = match.station().timeMillis();
    long report = broken.report().timeMillis();
    return match.timeMillis() == taken || report < taken
        ? new Stopped(broken.place(), broken.report(), -1, 0)
        : new Stopped(
            broken.place(),
            broken.report(),
            match.timeMillis(),
            Math.min(1, (double) (at - report) / (match.timeMillis() - taken)));
  }

  /** Matches if one condition had held at one report; the nearest is tried first. */
  private void conditions(MatcherProbe free, List<Asked> asked) {
    long earliest = rule.within() == null ? Long.MIN_VALUE : since - rule.within().toMillis();
    List<CandidateMatch> candidates =
        asked.stream()
            .filter(one -> !one.place().forbids() && one.blocks())
            .filter(one -> one.report().timeMillis() >= earliest)
            .map(this::failed)
            .sorted(CandidateMatch.NEAREST)
            .toList();
    double best =
        found.stream().mapToDouble(one -> one.obstacle().weight()).min().orElse(Double.MAX_VALUE);
    Map<Took, List<List<List<Observation>>>> tried = new HashMap<>();
    for (CandidateMatch candidate : candidates) {
      Failed failed = (Failed) candidate.obstacle();
      if (failed.weight() > best || free.evaluations() > MOST_EVALUATIONS) {
        return;
      }
      Took took = new Took(failed.of(), failed.report());
      Answers with =
          (place, report, truth) ->
              took.equals(new Took(place.step(), report)) ? Truth.TRUE : truth;
      if (tried
          .computeIfAbsent(
              took,
              key ->
                  hits(free, reports, with).stream()
                      .filter(match -> row(match).contains(took))
                      .map(match -> before(match, failed.report()))
                      .toList())
          .contains(candidate.taken())) {
        found.add(candidate);
        return;
      }
    }
  }

  private CandidateMatch failed(Asked asked) {
    Step step = asked.step();
    boolean isLast =
        rule.steps().stream().noneMatch(one -> one.index() > step.index() && !one.absent());
    return new CandidateMatch(
        asked.taken(),
        new Failed(
            step,
            asked.report(),
            view.trace(step.where(), asked.report(), asked.taken()::get),
            isLast));
  }

  /** What stopped the most advanced of all matches in progress. */
  private Optional<CandidateMatch> furthest(MatcherProbe probe) {
    boolean branches = Detector.matcher(rule) != MatcherKind.COMPACT;
    Stream<CandidateMatch> waiting =
        probe.waiting().stream()
            .map(one -> new CandidateMatch(one.taken(), new NotYet(one.place().name())))
            .filter(one -> one.depth() > 0);
    Stream<CandidateMatch> stopped =
        probe.asked().stream()
            .filter(one -> one.blocks() || !(branches || one.place().forbids()))
            .flatMap(one -> one.blocks() ? Stream.of(stopped(one)) : ranOut(one).stream());
    return Stream.concat(waiting, stopped).min(CandidateMatch.FURTHEST);
  }

  private CandidateMatch stopped(Asked asked) {
    return asked.place().forbids()
        ? new CandidateMatch(asked.taken(), new Stopped(asked.place(), asked.report(), -1, 0))
        : failed(asked);
  }

  /** Matches that took a report and timed out before the next one. */
  private Optional<CandidateMatch> ranOut(Asked asked) {
    int next = reports.indexOf(asked.report()) + 1;
    Duration within = rule.within();
    if (within == null || next == reports.size()) {
      return Optional.empty();
    }
    List<List<Observation>> taken = new ArrayList<>(asked.taken());
    taken.set(
        asked.step().index(),
        Stream.concat(taken.get(asked.step().index()).stream(), Stream.of(asked.report()))
            .toList());
    Observation first =
        taken.stream()
            .flatMap(List::stream)
            .min(Comparator.comparingInt(reports::indexOf))
            .orElseThrow();
    TooLong tooLong = new TooLong(null, within, first, reports.get(next));
    return tooLong.over().isNegative() || tooLong.over().isZero()
        ? Optional.empty()
        : Optional.of(new CandidateMatch(taken, tooLong));
  }

  private record Took(@Nullable Step step, Observation report) {
    private String name() {
      return step == null ? "" : step.name();
    }
  }

  /** Two reports of a match, one taken after the other. */
  private record Pair(Match match, Took last, Took next) {
    private long millis() {
      return next.report.timeMillis() - last.report.timeMillis();
    }
  }

  /** The reports that a match took, in order. */
  private List<Took> row(Match match) {
    List<Took> row = new ArrayList<>();
    for (Step step : rule.steps()) {
      match
          .steps()
          .get(step.index())
          .observations()
          .forEach(report -> row.add(new Took(step, report)));
    }
    row.sort(
        Comparator.comparingLong((Took took) -> took.report.timeMillis())
            .thenComparingInt(took -> view.visible().indexOf(took.report)));
    return row;
  }

  private static List<List<Observation>> taken(Match match) {
    return match.steps().stream().map(StepEvidence::observations).toList();
  }

  private static List<List<Observation>> before(Match match, Observation report) {
    return upTo(match, report.timeMillis() - 1);
  }

  private static List<List<Observation>> upTo(Match match, long millis) {
    return taken(match).stream()
        .map(some -> some.stream().filter(one -> one.timeMillis() <= millis).toList())
        .toList();
  }
}
