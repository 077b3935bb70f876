package io.petrel.replay.why;

import io.petrel.rule.Rule;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule fired, or did not.
 *
 * @param cause what it comes down to
 * @param report the report looked at: the newest up to the time asked for; null = there is none
 * @param steps how far the attempt came that says the most: what each step of the rule took, or
 *     would have taken
 * @param blocked what it failed at; null = at no condition
 * @param outcome what became of the match; null = there was none
 * @param notes what else matters, beside the cause: values that cannot be true, reports that do not
 *     count, gaps
 */
public record Answer(
    Question question,
    boolean fired,
    Cause cause,
    @Nullable Observation report,
    List<Taken> steps,
    @Nullable Blocked blocked,
    @Nullable AlertOutcome outcome,
    List<String> notes) {
  public Answer {
    steps = List.copyOf(steps);
    String said = cause.text();
    notes = notes.stream().filter(note -> !said.contains(note)).toList();
  }

  /**
   * Why did a rule fire, or not?
   *
   * @param atMillis event time, milliseconds since 1970 UTC
   */
  public record Question(Rule rule, String station, long atMillis) {}

  /**
   * A step.
   *
   * @param reports what it took, in time order; empty = nothing
   * @param isBlocked whether the attempt failed here
   */
  public record Taken(String step, List<Observation> reports, boolean isBlocked) {
    public Taken {
      reports = List.copyOf(reports);
    }
  }

  /**
   * A condition with all its values.
   *
   * @param step whose it is; {@code observations} for the rule's filter
   * @param report at which it was looked at
   */
  public record Blocked(String step, Observation report, Trace trace, List<MeasureWindow> windows) {
    public Blocked {
      windows = List.copyOf(windows);
    }
  }
}
