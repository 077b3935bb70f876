package io.petrel.rule;

import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression sees when it is evaluated. Short-lived and owned by one thread; an expression
 * asks only for what its text names, so an implementation may look things up lazily.
 */
public interface EvaluationScope {
  /** The observation under test; in texts of a match, the last one of the match. */
  Observation current();

  /**
   * The observations that a step has taken so far, in time order; empty when none.
   *
   * @param stepIndex {@link Step#index()}
   */
  List<Observation> step(int stepIndex);

  /**
   * The value of a rolling measure at {@link #current()}; NaN when missing.
   *
   * @param slot place in {@link Rule#measures()}
   */
  double measure(int slot);

  /**
   * The report that made a measure what it is at {@link #current()}: the highest of a fall, the
   * oldest of a change, the one before. Null when it is not one report, or not known.
   *
   * @param slot as above
   */
  default @Nullable Observation extreme(int slot) {
    return null;
  }
}
