package io.petrel.rule.expr;

import io.petrel.rule.EvaluationScope;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.Map;

/** A scope whose values are set by a test. */
record FixedScope(Observation current, Map<Integer, List<Observation>> steps, List<Double> measures)
    implements EvaluationScope {
  static FixedScope of(Observation current) {
    return new FixedScope(current, Map.of(), List.of());
  }

  @Override
  public List<Observation> step(int stepIndex) {
    return steps.getOrDefault(stepIndex, List.of());
  }

  @Override
  public double measure(int slot) {
    return measures.get(slot);
  }
}
