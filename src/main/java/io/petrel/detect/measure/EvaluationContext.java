package io.petrel.detect.measure;

import io.petrel.weather.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The way of one observation through the rules of its station. What is computed for it is valid
 * until {@link #number()} changes. One for each subtask; not thread-safe.
 */
public final class EvaluationContext {
  private long number;
  private @Nullable Observation observation;
  private @Nullable ObservationBuffer history;

  /** Begins with the next observation, the last of the station's history. */
  public void begin(Observation next, ObservationBuffer of) {
    number++;
    observation = next;
    history = of;
  }

  /** Looks at a station without a new observation: for texts of an absence. */
  public void look(ObservationBuffer of) {
    number++;
    observation = null;
    history = of;
  }

  /** Never the same for two observations. */
  long number() {
    return number;
  }

  @SuppressWarnings("ReferenceEquality") // Two equal observations are still two.
  boolean isAt(Observation other) {
    return observation == other;
  }

  ObservationBuffer history() {
    ObservationBuffer current = history;
    if (current == null) {
      throw new IllegalStateException("no station is looked at");
    }
    return current;
  }
}
