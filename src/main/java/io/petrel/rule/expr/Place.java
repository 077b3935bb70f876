package io.petrel.rule.expr;

import io.petrel.rule.Scope;
import io.petrel.weather.Observation;
import org.jspecify.annotations.Nullable;

/** Finds an observation; null when the step has taken none. */
@FunctionalInterface
interface Place {
  /** The observation under test. */
  Place CURRENT = (scope, frame) -> scope.current();

  @Nullable Observation at(Scope scope, Frame frame);
}
