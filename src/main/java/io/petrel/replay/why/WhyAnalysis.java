package io.petrel.replay.why;

import io.petrel.alert.Alert;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Match;
import io.petrel.replay.why.Answer.Blocked;
import io.petrel.replay.why.Answer.Question;
import io.petrel.replay.why.Answer.Taken;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Answers one question about a rule. Not thread-safe. */
final class WhyAnalysis {
  private final Question question;
  private final Rule rule;
  private final List<Rule> rules;
  private final StationHistory history;
  private final List<Match> matches;
  private final List<Alert> alerts;
  private final Reports reports;
  private final RuleView view;
  private final TimeWords times;
  private final ConditionWords conditions;
  private final Remarks remarks;

  /**
   * A question, with the results of the production pipeline.
   *
   * @param matches of the rule, by time
   * @param alerts of that rule and of those that can silence it, by time
   * @param rules all good rules
   * @param reviseFor how much older than the newest a report may be in a running engine
   */
  WhyAnalysis(
      Question question,
      StationHistory history,
      List<Match> matches,
      List<Alert> alerts,
      List<Rule> rules,
      Duration reviseFor) {
    this.rules = rules;
    this.question = question;
    this.rule = question.rule();
    this.history = history;
    this.matches = matches;
    this.alerts = alerts;
    this.reports = Reports.of(rule, history.reports());
    this.view = RuleView.of(rule, reports.seen());
    this.times = new TimeWords(question.atMillis());
    this.conditions = new ConditionWords(rule, reports, times);
    this.remarks = new Remarks(view, reports, times, reviseFor);
  }

  Answer answer() {
    long at = question.atMillis();
    Observation newest = newest(reports.seen(), at);
    OptionalLong late =
        history.late().stream().mapToLong(time -> time).filter(time -> time <= at).max();
    if (late.isPresent() && (newest == null || late.getAsLong() >= newest.timeMillis())) {
      return none(
          Cause.Kind.LATE,
          "the report of %s came too late: its station had gone on too far, so no rule saw it"
              .formatted(TimeWords.full(late.getAsLong())));
    }
    Optional<Match> match = match(newest, at);
    if (match.isPresent()) {
      return fired(match.get(), newest);
    }
    if (newest == null) {
      return none(
          Cause.Kind.OUTSIDE_DATA,
          "the reports of the station begin at %s"
              .formatted(TimeWords.full(reports.seen().get(0).timeMillis())));
    }
    if (at > history.lastMillis()) {
      return none(
          Cause.Kind.OUTSIDE_DATA,
          "the data end at %s; nothing is known after that"
              .formatted(TimeWords.full(history.lastMillis())));
    }
    if (!endsInSilence() && isGap(newest, at)) {
      return none(Cause.Kind.NO_REPORT, noReport(newest, at));
    }
    Condition filter = rule.observations();
    if (filter != null && !view.visible().contains(newest) && !endsInSilence()) {
      return filteredOut(filter, newest);
    }
    return missed(newest);
  }

  private Optional<Match> match(@Nullable Observation newest, long at) {
    return atStation().stream()
        .filter(match -> isAt(match, newest, at))
        .max(Comparator.comparingLong(Match::timeMillis));
  }

  /** Whether a match, be it withdrawn, is at the time in question. */
  boolean isAsked(Match match) {
    long at = question.atMillis();
    return match.stationId().equals(question.station())
        && isAt(match, newest(reports.seen(), at), at);
  }

  private boolean isAt(Match match, @Nullable Observation newest, long at) {
    return match.timeMillis() >= (newest == null ? at : newest.timeMillis())
        && match.timeMillis() <= at
        && (endsInSilence() || newest == null || !isGap(newest, at));
  }

  private List<Match> atStation() {
    return matches.stream().filter(match -> match.stationId().equals(question.station())).toList();
  }

  private boolean endsInSilence() {
    Element last = rule.pattern().get(rule.pattern().size() - 1);
    return rule.alertOnTimeout() || (last.absent() && last.follows() != Contiguity.STRICT);
  }

  /** Whether this station, by its usual interval, should have reported by then. */
  private boolean isGap(Observation newest, long at) {
    long usual = remarks.usualMillis();
    return at - newest.timeMillis() > usual + usual / 2;
  }

  private String noReport(Observation newest, long at) {
    String next =
        reports.seen().stream()
            .filter(report -> report.timeMillis() > at)
            .findFirst()
            .map(report -> ", the next is of " + times.of(report.timeMillis()))
            .orElse("");
    return "there was no report: the newest before is of %s%s"
        .formatted(times.of(newest.timeMillis()), next);
  }

  private Answer fired(Match match, @Nullable Observation newest) {
    AlertOutcome outcome = AlertOutcome.of(match, matches, alerts, rules);
    List<Taken> steps =
        match.steps().stream()
            .map(step -> new Taken(step.step(), step.observations(), false))
            .toList();
    return new Answer(
        question,
        true,
        outcome.cause(times),
        newest,
        steps,
        newest == null ? null : held(match),
        outcome,
        List.of(),
        remarks.around(match.firstMillis(), match.timeMillis()));
  }

  /** The condition of the last report of a match, with its values. */
  private @Nullable Blocked held(Match match) {
    List<StepEvidence> evidence = match.steps();
    for (Step step : rule.steps()) {
      List<Observation> taken = evidence.get(step.index()).observations();
      Observation last = taken.isEmpty() ? null : taken.get(taken.size() - 1);
      if (last != null && last.timeMillis() == match.timeMillis()) {
        Observation own = newest(view.visible(), match.timeMillis());
        return own == null
            ? null
            : blocked(step.name(), step.where(), own, i -> evidence.get(i).observations());
      }
    }
    return null;
  }

  private Answer none(Cause.Kind kind, String text) {
    return new Answer(
        question,
        false,
        new Cause(kind, text),
        newest(reports.seen(), question.atMillis()),
        List.of(),
        null,
        null,
        List.of(),
        List.of());
  }

  private Answer filteredOut(Condition filter, Observation report) {
    Blocked blocked = blocked("observations", filter, report, RuleView.NOTHING);
    Cause why = conditions.cause(blocked.trace(), report, RuleView.NOTHING, List.of());
    return new Answer(
        question,
        false,
        new Cause(
            Cause.Kind.FILTERED_OUT,
            "the report of %s does not exist for this rule (observations): %s"
                .formatted(times.of(report.timeMillis()), why.text())),
        report,
        List.of(),
        blocked,
        null,
        List.of(),
        List.of());
  }

  private Answer missed(Observation newest) {
    long at = question.atMillis();
    Optional<CandidateMatch> found =
        new NearestMiss(view, atStation(), newest.timeMillis(), at).find();
    if (found.isEmpty()) {
      return none(Cause.Kind.NOT_CERTAIN, noSequence(at));
    }
    CandidateMatch nearest = found.get();
    Obstacle obstacle = nearest.obstacle();
    Obstacle.Decisive decisive = obstacle.decisive();
    Blocked blocked = null;
    Cause condition = null;
    if (decisive != null) {
      Observation report = decisive.report();
      blocked =
          blocked(
              String.valueOf(obstacle.step()), decisive.condition(), report, nearest.taken()::get);
      condition =
          conditions.cause(blocked.trace(), report, nearest.taken()::get, blocked.windows());
    }
    return new Answer(
        question,
        false,
        obstacle.cause(conditions, condition),
        newest,
        rule.steps().stream()
            .map(
                step ->
                    new Taken(
                        step.name(),
                        nearest.taken().get(step.index()),
                        step.name().equals(obstacle.step())))
            .toList(),
        blocked,
        null,
        List.of(),
        remarks.around(nearest.firstMillis(at), at));
  }

  private String noSequence(long at) {
    return atStation().stream()
        .filter(match -> match.timeMillis() < at)
        .max(Comparator.comparingLong(Match::timeMillis))
        .map(
            match ->
                "it fired at %s, and no sequence has started since"
                    .formatted(times.of(match.timeMillis())))
        .orElse("no sequence has started");
  }

  private Blocked blocked(
      String step, Condition where, Observation report, IntFunction<List<Observation>> taken) {
    Trace trace = view.trace(where, report, taken);
    return new Blocked(step, report, trace, MeasureWindow.of(trace, where, view, report, taken));
  }

  private static @Nullable Observation newest(List<Observation> reports, long at) {
    Observation newest = null;
    for (Observation report : reports) {
      if (report.timeMillis() > at) {
        break;
      }
      newest = report;
    }
    return newest;
  }
}
