package io.petrel.detect.match;

import io.petrel.rule.Condition;
import io.petrel.rule.EvaluationScope;
import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scope in which a rule's conditions are evaluated. One for each rule and subtask, moved from
 * observation to observation, so that evaluation allocates nothing. Not thread-safe.
 */
public final class RuleScope implements EvaluationScope {
  private final MeasureReader measures;
  private @Nullable Observation current;
  private TakenSteps steps = TakenSteps.NONE;

  public RuleScope(MeasureReader measures) {
    this.measures = measures;
  }

  /** Values of a rule's measures. */
  public interface MeasureReader {
    /** Every measure is missing. */
    MeasureReader NONE = (slot, at) -> Double.NaN;

    /**
     * The value of {@link io.petrel.rule.Rule#measures()} number {@code slot} at an observation.
     */
    double value(int slot, Observation at);

    /** As {@link EvaluationScope#extreme}, at an observation. */
    default @Nullable Observation extreme(int slot, Observation at) {
      return null;
    }
  }

  /** Whether the condition holds for an observation, given what a partial match has taken. */
  public boolean holds(Condition condition, Observation observation, TakenSteps taken) {
    turnTo(observation, taken);
    return condition.holds(this);
  }

  public RuleScope turnTo(Observation observation, TakenSteps taken) {
    current = observation;
    steps = taken;
    return this;
  }

  @Override
  public Observation current() {
    Observation observation = current;
    if (observation == null) {
      throw new IllegalStateException("the scope has no observation yet");
    }
    return observation;
  }

  @Override
  public List<Observation> step(int stepIndex) {
    return steps.step(stepIndex);
  }

  @Override
  public double measure(int slot) {
    return measures.value(slot, current());
  }

  @Override
  public @Nullable Observation extreme(int slot) {
    return measures.extreme(slot, current());
  }
}
