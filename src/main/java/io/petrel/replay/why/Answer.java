package io.petrel.replay.why;

import io.petrel.alert.detection.ReportChange;
import io.petrel.rule.Rule;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule fired, or did not.
 *
 * @param cause the most relevant reason
 * @param report the newest report up to the time in question; null = there is none
 * @param steps the most telling attempt: the reports that each step of the rule took, or would have
 *     taken
 * @param blocked the condition that failed; null = none
 * @param outcome outcome of the match; null = there was no match
 * @param arrivals matches at this time as the reports arrived, those that were withdrawn too; empty
 *     if nothing is known of arrivals
 * @param notes further remarks: impossible values, reports that do not count, gaps
 */
public record Answer(
    Question question,
    boolean fired,
    Cause cause,
    @Nullable Observation report,
    List<Taken> steps,
    @Nullable Blocked blocked,
    @Nullable AlertOutcome outcome,
    List<Arrived> arrivals,
    List<String> notes) {
  public Answer {
    steps = List.copyOf(steps);
    arrivals = List.copyOf(arrivals);
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
   * @param reports reports that it took, in time order; may be empty
   * @param isBlocked whether the attempt failed here
   */
  public record Taken(String step, List<Observation> reports, boolean isBlocked) {
    public Taken {
      reports = List.copyOf(reports);
    }
  }

  /**
   * What became of a match as the reports arrived. All times are those of the clock on the wall.
   *
   * @param isSent whether it caused an alert
   * @param atMillis when it was found, or sent
   * @param withdrawn null = it stands
   */
  public record Arrived(boolean isSent, long atMillis, @Nullable Withdrawn withdrawn) {}

  /**
   * When and why a match was withdrawn.
   *
   * @param cause the report that changed
   */
  public record Withdrawn(long atMillis, ReportChange cause) {}

  /** The same, with what became of matches as the reports arrived. */
  Answer withArrivals(List<Arrived> others) {
    return new Answer(question, fired, cause, report, steps, blocked, outcome, others, notes);
  }

  /**
   * A condition with all its values.
   *
   * @param step name of its step; {@code observations} for the rule's filter
   * @param report the report at which it was evaluated
   */
  public record Blocked(String step, Observation report, Trace trace, List<MeasureWindow> windows) {
    public Blocked {
      windows = List.copyOf(windows);
    }
  }
}
