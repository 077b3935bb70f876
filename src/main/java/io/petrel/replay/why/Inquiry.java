package io.petrel.replay.why;

import io.petrel.alert.Match;
import io.petrel.alert.StepEvidence;
import io.petrel.replay.why.Answer.Blocked;
import io.petrel.replay.why.Answer.Taken;
import io.petrel.replay.why.Explorer.Near;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One question about a rule, on its way to the answer. Not thread-safe. */
final class Inquiry {
  /** Reports looked back at for a rule that has no window. */
  private static final int REPORTS_WITHOUT_WINDOW = 300;

  private final Question question;
  private final Rule rule;
  private final List<Rule> rules;
  private final StationHistory history;
  private final Facts facts;
  private final Reports reports;
  private final Sight sight;
  private final TimeWords times;
  private final ConditionWords conditions;
  private final Notes notes;

  /**
   * @param rules all good rules
   */
  Inquiry(Question question, StationHistory history, Facts facts, List<Rule> rules) {
    this.rules = rules;
    this.question = question;
    this.rule = question.rule();
    this.history = history;
    this.facts = facts;
    this.reports = Reports.of(rule, history.reports());
    this.sight = Sight.of(rule, reports.seen());
    this.times = new TimeWords(question.atMillis());
    this.conditions = new ConditionWords(rule, reports, times);
    this.notes = new Notes(sight, reports, times);
  }

  Answer answer() {
    long at = question.atMillis();
    Observation newest = newest(reports.seen(), at);
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
          "the data end at %s; what is later has not happened"
              .formatted(TimeWords.full(history.lastMillis())));
    }
    if (!endsInSilence() && isGap(newest, at)) {
      return none(Cause.Kind.NO_REPORT, noReport(newest, at));
    }
    Condition filter = rule.observations();
    if (filter != null && !sight.visible().contains(newest) && !endsInSilence()) {
      return filteredOut(filter, newest);
    }
    return explored(newest);
  }

  private Optional<Match> match(@Nullable Observation newest, long at) {
    long since = newest == null ? at : newest.timeMillis();
    return atStation().stream()
        .filter(match -> match.timeMillis() >= since && match.timeMillis() <= at)
        .filter(match -> endsInSilence() || newest == null || !isGap(newest, at))
        .max(Comparator.comparingLong(Match::timeMillis));
  }

  private List<Match> atStation() {
    return facts.matches().stream()
        .filter(match -> match.stationId().equals(question.station()))
        .toList();
  }

  private boolean endsInSilence() {
    Element last = rule.pattern().get(rule.pattern().size() - 1);
    return rule.alertOnTimeout()
        || (last instanceof Step step && step.absent() && step.follows() != Contiguity.STRICT);
  }

  /** Whether a station that reports as this one does should have reported by then. */
  private boolean isGap(Observation newest, long at) {
    long usual = notes.usualMillis();
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
    Fate fate = Fate.of(match, facts.matches(), facts.alerts(), rules);
    List<Taken> steps =
        match.steps().stream()
            .map(step -> new Taken(step.step(), step.observations(), false))
            .toList();
    return new Answer(
        question,
        true,
        new FateWords(times).cause(fate),
        newest,
        steps,
        newest == null ? null : held(match),
        fate,
        notes.around(match.firstMillis(), match.timeMillis()));
  }

  /** The condition of the last report of a match, with its values. */
  private @Nullable Blocked held(Match match) {
    List<StepEvidence> evidence = match.steps();
    for (Step step : rule.steps()) {
      List<Observation> taken = evidence.get(step.index()).observations();
      Observation last = taken.isEmpty() ? null : taken.get(taken.size() - 1);
      if (last != null && last.timeMillis() == match.timeMillis()) {
        Observation own = newest(sight.visible(), match.timeMillis());
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
        List.of());
  }

  private Answer filteredOut(Condition filter, Observation report) {
    Blocked blocked = blocked("observations", filter, report, Sight.NOTHING);
    Cause why = conditions.cause(blocked.trace(), report, Sight.NOTHING, List.of());
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
        List.of());
  }

  private Answer explored(Observation newest) {
    long at = question.atMillis();
    int to = index(at);
    int from = from(to, at);
    long[] restarts =
        dropsAll() ? atStation().stream().mapToLong(Match::timeMillis).toArray() : new long[0];
    Explorer explorer = new Explorer(sight, restarts, at);
    Optional<Near> found = to < 0 ? Optional.empty() : explorer.explore(from, to);
    if (explorer.foundMatch() && rule.afterMatch().kind() != AfterMatch.Kind.RESTART) {
      return none(
          Cause.Kind.HELD_BACK,
          "the sequence is complete, and 'after-match: %s' holds it back while an earlier one is in progress"
              .formatted(word(rule.afterMatch())));
    }
    if (found.isEmpty()) {
      return none(Cause.Kind.NOT_CERTAIN, nothingBegan(at));
    }
    Near near = found.get();
    Blocked blocked = blocked(near);
    Cause cause =
        new BlockWords(rule, conditions, times)
            .cause(near, blocked == null ? List.of() : blocked.windows());
    long first = near.attempt().first() == null ? at : firstMillis(near);
    return new Answer(
        question, false, cause, newest, steps(near), blocked, null, notes.around(first, at));
  }

  private String nothingBegan(long at) {
    return atStation().stream()
        .filter(match -> match.timeMillis() < at)
        .max(Comparator.comparingLong(Match::timeMillis))
        .map(
            match ->
                "it fired at %s, and nothing has begun since"
                    .formatted(times.of(match.timeMillis())))
        .orElse("nothing has begun");
  }

  private boolean dropsAll() {
    AfterMatch.Kind kind = rule.afterMatch().kind();
    return kind == AfterMatch.Kind.RESTART || kind == AfterMatch.Kind.SKIP_PAST_LAST;
  }

  private int index(long at) {
    int index = -1;
    while (index + 1 < sight.visible().size()
        && sight.visible().get(index + 1).timeMillis() <= at) {
      index++;
    }
    return index;
  }

  /** Where to begin: attempts that are over for as long as they may last are of interest, too. */
  private int from(int to, long at) {
    if (rule.steps().size() == 1 && !rule.steps().get(0).quantifier().isRepeated()) {
      return Math.max(0, to);
    }
    Duration within = rule.within();
    int from = to;
    while (from > 0
        && (within == null
            ? to - from < REPORTS_WITHOUT_WINDOW
            : at - sight.visible().get(from - 1).timeMillis() <= 2 * within.toMillis())) {
      from--;
    }
    return Math.max(0, from);
  }

  private List<Taken> steps(Near near) {
    List<Taken> steps = new ArrayList<>();
    String blocked = blockedStep(near.block());
    for (Step step : rule.steps()) {
      boolean isBlocked = step.name().equals(blocked);
      List<Observation> taken = near.attempt().real().taken(step.index());
      steps.add(new Taken(step.name(), taken, isBlocked));
    }
    return steps;
  }

  private @Nullable Blocked blocked(Near near) {
    Block block = near.block();
    Attempt real = near.attempt().real();
    if (block instanceof Block.Failed failed) {
      return blocked(failed.step().name(), failed.step().where(), failed.report(), real::taken);
    }
    if (block instanceof Block.BrokenRow row) {
      return blocked(row.step().name(), row.step().where(), row.breaker(), real::taken);
    }
    if (block instanceof Block.Stopped stopped && !stopped.absence().where().text().isEmpty()) {
      return blocked(
          stopped.absence().name(), stopped.absence().where(), stopped.report(), real::taken);
    }
    return null;
  }

  private Blocked blocked(
      String step, Condition where, Observation report, IntFunction<List<Observation>> taken) {
    Trace trace = sight.trace(where, report, taken);
    return new Blocked(step, report, trace, MeasureWindow.of(trace, where, sight, report, taken));
  }

  private static @Nullable String blockedStep(Block block) {
    if (block instanceof Block.Failed failed) {
      return failed.step().name();
    }
    if (block instanceof Block.BrokenRow row) {
      return row.step().name();
    }
    if (block instanceof Block.TooLong late) {
      return late.step() == null ? null : late.step().name();
    }
    if (block instanceof Block.Stopped stopped) {
      return stopped.absence().name();
    }
    if (block instanceof Block.NotYet open) {
      return open.step().name();
    }
    return null;
  }

  private static long firstMillis(Near near) {
    return Objects.requireNonNull(near.attempt().first()).timeMillis();
  }

  private static String word(AfterMatch afterMatch) {
    return afterMatch.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
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
