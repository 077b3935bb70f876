package io.petrel.replay.why;

import io.petrel.replay.why.Block.BrokenRow;
import io.petrel.replay.why.Block.Failed;
import io.petrel.replay.why.Block.NotCertain;
import io.petrel.replay.why.Block.NotYet;
import io.petrel.replay.why.Block.Restarted;
import io.petrel.replay.why.Block.Stopped;
import io.petrel.replay.why.Block.TooLong;
import io.petrel.replay.why.Explorer.Near;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import java.time.Duration;
import java.util.List;

/** Says in a sentence what an attempt failed at. */
final class BlockWords {
  private final Rule rule;
  private final ConditionWords conditions;
  private final TimeWords times;

  BlockWords(Rule rule, ConditionWords conditions, TimeWords times) {
    this.rule = rule;
    this.conditions = conditions;
    this.times = times;
  }

  /**
   * The cause.
   *
   * @param windows of the measures in the condition that failed, if one did
   */
  Cause cause(Near near, List<MeasureWindow> windows) {
    Block block = near.block();
    if (block instanceof Failed failed) {
      Cause why =
          conditions.cause(failed.trace(), failed.report(), near.attempt().real()::taken, windows);
      return rule.steps().size() == 1
          ? why
          : new Cause(
              why.kind(),
              "step '%s' did not take the report of %s: %s"
                  .formatted(
                      failed.step().name(), times.of(failed.report().timeMillis()), why.text()));
    }
    if (block instanceof BrokenRow row) {
      return new Cause(Cause.Kind.CONTIGUITY, brokenRow(row, near));
    }
    if (block instanceof TooLong late) {
      return new Cause(Cause.Kind.WINDOW, tooLong(late));
    }
    if (block instanceof Stopped stopped) {
      return new Cause(Cause.Kind.ABSENCE, stopped(stopped));
    }
    if (block instanceof Restarted restarted) {
      return new Cause(
          Cause.Kind.RESTART,
          "the match of %s ended all that was in progress (after a match: restart); what comes next must begin after it"
              .formatted(times.of(restarted.matchMillis())));
    }
    if (block instanceof NotCertain open) {
      return new Cause(Cause.Kind.NOT_CERTAIN, notCertain(open));
    }
    String step = ((NotYet) block).step().name();
    return new Cause(Cause.Kind.NOT_YET, "step '%s' had not come yet".formatted(step));
  }

  private String brokenRow(BrokenRow row, Near near) {
    Step step = row.step();
    String must =
        row.isRepetition()
            ? "the reports of step '%s' must follow each other without another between (consecutive: true)"
                .formatted(step.name())
            : "step '%s' must be the very next report after '%s' (follows: strict)"
                .formatted(step.name(), before(near));
    Cause why =
        conditions.cause(row.trace(), row.breaker(), near.attempt().real()::taken, List.of());
    String between =
        "; the report of %s came between, at which %s"
            .formatted(times.of(row.breaker().timeMillis()), why.text());
    var taken = row.taken();
    return must
        + between
        + (taken == null ? "" : "; the report of %s fits".formatted(times.of(taken.timeMillis())));
  }

  private static String before(Near near) {
    Step step = near.attempt().real().node().step();
    return step == null ? "" : step.name();
  }

  private String tooLong(TooLong late) {
    Step step = late.step();
    String which =
        step == null
            ? "the sequence is too long for the rule: within is %s"
                .formatted(TimeWords.of(late.limit()))
            : "step '%s' came too late: within is %s"
                .formatted(step.name(), TimeWords.of(late.limit()));
    return which
        + ", and from %s to %s it took %s, %s too long"
            .formatted(
                times.of(late.from().timeMillis()),
                times.of(late.report().timeMillis()),
                TimeWords.of(late.took()),
                TimeWords.of(late.took().minus(late.limit())));
  }

  private String stopped(Stopped stopped) {
    String time = times.of(stopped.report().timeMillis());
    PatternGraph.Absence absence = stopped.absence();
    if (absence.isUntil()) {
      return "the report of %s fulfils 'until' of step '%s' and ended it"
          .formatted(time, absence.name());
    }
    String what = absence.where().text();
    String left =
        stopped.certainMillis() < 0
            ? ""
            : ", %s before it was certain, at %s"
                .formatted(
                    TimeWords.of(
                        Duration.ofMillis(stopped.certainMillis() - stopped.report().timeMillis())),
                    times.of(stopped.certainMillis()));
    return "step '%s' is absent: true, and the report of %s broke it%s%s"
        .formatted(
            absence.name(), time, left, what.isEmpty() ? "" : ": '%s' holds there".formatted(what));
  }

  private String notCertain(NotCertain open) {
    PatternGraph.Absence absence = open.absence();
    String what =
        absence == null
            ? "the rest of the sequence may still come (on-timeout: alert)"
            : "step '%s' may still be broken".formatted(absence.name());
    Duration whole = Duration.ofMillis(open.certainMillis() - open.sinceMillis());
    return "%s: nothing came since %s, and that is certain after %s, at %s"
        .formatted(
            what,
            times.of(open.sinceMillis()),
            TimeWords.of(whole),
            times.of(open.certainMillis()));
  }
}
