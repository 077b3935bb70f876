package io.petrel.replay.why;

import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Step;
import io.petrel.rule.expr.Trace;
import io.petrel.text.Durations;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What prevented a candidate from matching. */
sealed interface Obstacle {
  /**
   * Distance of the candidate from a match: one half for each fault, plus its size. A fault of the
   * order alone counts less than one of a condition, because all conditions held.
   */
  double weight();

  /** The name of its step; null = none. */
  default @Nullable String step() {
    return null;
  }

  /** The decisive condition and its report; null = none. */
  default @Nullable Decisive decisive() {
    return null;
  }

  /**
   * In one sentence.
   *
   * @param condition why the decisive condition does not hold; null = there is none
   */
  Cause cause(ConditionWords words, @Nullable Cause condition);

  record Decisive(Condition condition, Observation report) {}

  /**
   * A report did not meet a step's condition.
   *
   * @param isLast whether the pattern can end there, which makes it the most relevant
   */
  record Failed(Step of, Observation report, Trace trace, boolean isLast) implements Obstacle {
    @Override
    public double weight() {
      return distance(trace) + (isLast ? 0 : 0.5);
    }

    @Override
    public String step() {
      return of.name();
    }

    @Override
    public Decisive decisive() {
      return new Decisive(of.where(), report);
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      Cause why = Objects.requireNonNull(condition);
      return words.isOneStep()
          ? why
          : new Cause(
              why.kind(),
              "step '%s' did not accept the report of %s: %s"
                  .formatted(of.name(), words.time(report), why.text()));
    }
  }

  /**
   * A report came between two that must follow each other.
   *
   * @param after the step that took the report before
   * @param breaker the report that came between
   * @param trace the step's condition at it
   * @param taken the report that would have been taken; null = none came
   */
  record BrokenRow(
      Step of, String after, Observation breaker, Trace trace, @Nullable Observation taken)
      implements Obstacle {
    @Override
    public double weight() {
      return taken == null ? 0.5 + distance(trace) : 0.5;
    }

    @Override
    public String step() {
      return of.name();
    }

    @Override
    public Decisive decisive() {
      return new Decisive(of.where(), breaker);
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      String must =
          after.equals(of.name())
              ? "the reports of step '%s' must follow each other without another between (consecutive: true)"
                  .formatted(of.name())
              : "step '%s' must be the very next report after '%s' (follows: strict)"
                  .formatted(of.name(), after);
      return new Cause(
          Cause.Kind.CONTIGUITY,
          "%s; the report of %s came between%s%s"
              .formatted(
                  must,
                  words.time(breaker),
                  condition == null ? "" : ", at which " + condition.text(),
                  taken == null ? "" : "; the report of %s fits".formatted(words.time(taken))));
    }
  }

  /**
   * A window was too short.
   *
   * @param step whose window it is; null = that of the whole rule
   * @param from first report of the window
   * @param report the report that would have been taken
   */
  record TooLong(@Nullable String step, Duration limit, Observation from, Observation report)
      implements Obstacle {
    Duration over() {
      return Duration.between(from.time(), report.time()).minus(limit);
    }

    @Override
    public double weight() {
      return 0.4 + 0.6 * Math.min(1, (double) over().toMillis() / limit.toMillis());
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      return new Cause(
          Cause.Kind.WINDOW,
          "%s: within is %s, and from %s to %s it took %s, %s too long"
              .formatted(
                  step == null
                      ? "the sequence is too long for the rule"
                      : "step '%s' came too late".formatted(step),
                  Durations.code(limit),
                  words.time(from),
                  words.time(report),
                  Durations.code(over().plus(limit)),
                  Durations.code(over())));
    }
  }

  /**
   * A report came that must not occur.
   *
   * @param certainMillis when an absence would have been certain; -1 = not an absence
   * @param missed share of that time that was missing, 0 to 1
   */
  record Stopped(MatcherProbe.Place by, Observation report, long certainMillis, double missed)
      implements Obstacle {
    @Override
    public double weight() {
      return 0.5 + missed;
    }

    @Override
    public String step() {
      return by.name();
    }

    @Override
    public @Nullable Decisive decisive() {
      return by.condition().text().isEmpty() ? null : new Decisive(by.condition(), report);
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      if (by.isUntil()) {
        return new Cause(
            Cause.Kind.ABSENCE,
            "the report of %s fulfils 'until' of '%s' and ended it"
                .formatted(words.time(report), by.name()));
      }
      String what = by.condition().text();
      String left =
          certainMillis < 0
              ? ""
              : ", %s before it was certain, at %s"
                  .formatted(
                      Durations.code(Duration.ofMillis(certainMillis - report.timeMillis())),
                      words.time(certainMillis));
      return new Cause(
          Cause.Kind.ABSENCE,
          "step '%s' is absent: true, and the report of %s broke it%s%s"
              .formatted(
                  by.name(),
                  words.time(report),
                  left,
                  what.isEmpty() ? "" : ": '%s' holds there".formatted(what)));
    }
  }

  /** An earlier match dropped what was in progress. */
  record Restarted(AfterMatch afterMatch, long matchMillis) implements Obstacle {
    @Override
    public double weight() {
      return 0.5;
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      return new Cause(
          Cause.Kind.RESTART,
          "the match of %s ended all that was in progress (after a match: %s); what comes next must begin after it"
              .formatted(words.time(matchMillis), TimeWords.word(afterMatch.kind())));
    }
  }

  /** The sequence is complete, but the after-match strategy holds it back. */
  record HeldBack(AfterMatch afterMatch) implements Obstacle {
    @Override
    public double weight() {
      return 0;
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      return new Cause(
          Cause.Kind.HELD_BACK,
          "the sequence is complete, and 'after-match: %s' holds it back while an earlier sequence is in progress"
              .formatted(TimeWords.word(afterMatch.kind())));
    }
  }

  /**
   * An absence, or a time-out, was not certain yet.
   *
   * @param absent the step that must not occur; null = the rest of the sequence
   */
  record NotCertain(@Nullable String absent, long sinceMillis, long certainMillis, double missed)
      implements Obstacle {
    @Override
    public double weight() {
      return 0.5 + missed;
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      return new Cause(
          Cause.Kind.NOT_CERTAIN,
          "%s: nothing came since %s, and that is certain after %s, at %s"
              .formatted(
                  absent == null
                      ? "the rest of the sequence may still come (on-timeout: alert)"
                      : "step '%s' may still be broken".formatted(absent),
                  words.time(sinceMillis),
                  Durations.code(Duration.ofMillis(certainMillis - sinceMillis)),
                  words.time(certainMillis)));
    }
  }

  /** The next step had not occurred yet. */
  record NotYet(String step) implements Obstacle {
    @Override
    public double weight() {
      return 3;
    }

    @Override
    public Cause cause(ConditionWords words, @Nullable Cause condition) {
      return new Cause(Cause.Kind.NOT_YET, "step '%s' had not come yet".formatted(step));
    }
  }

  /** Distance of a condition from being true: distances of an AND add up. */
  static double distance(Trace trace) {
    if (trace.isTrue()) {
      return 0;
    }
    return switch (trace.kind()) {
      case AND -> trace.parts().stream().mapToDouble(Obstacle::distance).sum();
      case OR -> trace.parts().stream().mapToDouble(Obstacle::distance).min().orElse(0.5);
      default -> {
        Trace.Comparison comparison = trace.comparison();
        yield comparison == null ? 1 : 0.5 + comparison.share();
      }
    };
  }
}
