package io.petrel.replay.why;

import io.petrel.rule.Step;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What kept an attempt from going on. */
sealed interface Block {
  /**
   * How far it was from going on: half for each thing that was wrong, and how wrong it was. What is
   * wrong with the order alone counts less than a condition, because all conditions held.
   */
  double weight();

  /**
   * A report did not fulfil a step's condition.
   *
   * @param isLast whether the pattern ends there: who asks of a time looks there first
   */
  record Failed(Step step, Observation report, Trace trace, boolean isLast) implements Block {
    @Override
    public double weight() {
      return distance(trace) + (isLast ? 0 : 0.5);
    }
  }

  /**
   * Something came between two reports that must follow each other.
   *
   * @param isRepetition whether between two of one step
   * @param breaker the report that came between
   * @param trace the step's condition at it
   * @param taken the report that would have been taken; null = none came
   */
  record BrokenRow(
      Step step,
      boolean isRepetition,
      Observation breaker,
      Trace trace,
      @Nullable Observation taken)
      implements Block {
    @Override
    public double weight() {
      return taken == null ? 0.5 + distance(trace) : 0.5;
    }
  }

  /**
   * A window was too short.
   *
   * @param step whose window it is; null = that of the whole rule
   * @param from where the window begins
   * @param report the report that would have been taken
   */
  record TooLong(@Nullable Step step, Duration limit, Observation from, Observation report)
      implements Block {
    Duration took() {
      return Duration.between(from.time(), report.time());
    }

    @Override
    public double weight() {
      double over = took().minus(limit).toMillis();
      return 0.4 + 0.6 * Math.min(1, over / limit.toMillis());
    }
  }

  /**
   * Something came that must not.
   *
   * @param certainMillis when a silence would have been certain; -1 = none was waited for
   * @param missed how much of it was missing, 0 to 1
   */
  record Stopped(
      PatternGraph.Absence absence,
      Observation report,
      Trace trace,
      long certainMillis,
      double missed)
      implements Block {
    @Override
    public double weight() {
      return 0.5 + missed;
    }
  }

  /** A match dropped everything in progress. */
  record Restarted(long matchMillis) implements Block {
    @Override
    public double weight() {
      return 0.5;
    }
  }

  /**
   * A silence, or a time-out, was not certain yet.
   *
   * @param absence what must not come; null = the rest of the sequence
   */
  record NotCertain(
      PatternGraph.@Nullable Absence absence, long sinceMillis, long certainMillis, double missed)
      implements Block {
    @Override
    public double weight() {
      return 0.5 + missed;
    }
  }

  /** The next step had not come. */
  record NotYet(Step step) implements Block {
    @Override
    public double weight() {
      return 3;
    }
  }

  /** How far a condition is from being true: what could be true together counts together. */
  static double distance(Trace trace) {
    if (trace.isTrue()) {
      return 0;
    }
    return switch (trace.kind()) {
      case AND -> trace.parts().stream().mapToDouble(Block::distance).sum();
      case OR -> trace.parts().stream().mapToDouble(Block::distance).min().orElse(0.5);
      default -> {
        Trace.Comparison comparison = trace.comparison();
        yield comparison == null ? 1 : 0.5 + comparison.share();
      }
    };
  }
}
