package io.petrel.detect.measure;

import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.rule.Condition;
import io.petrel.weather.Observation;

/** An {@code observations} condition: which observations a rule uses. Not thread-safe. */
public final class ObservationFilter {
  /** How many filters can have their own bit in an {@link ObservationBuffer}. */
  static final int BITS = 62;

  private final Condition condition;
  private final long bit;
  private final RuleScope scope = new RuleScope(RuleScope.MeasureReader.NONE);

  /**
   * @param bit a bit that no other filter has; 0 = all bits are in use
   */
  ObservationFilter(Condition condition, long bit) {
    this.condition = condition;
    this.bit = bit;
  }

  long bit() {
    return bit;
  }

  boolean evaluate(Observation observation) {
    return scope.holds(condition, observation, TakenSteps.NONE);
  }
}
