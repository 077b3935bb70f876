package io.petrel.detect.measure;

import io.petrel.weather.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The observation and history that rules are evaluated for. Cached values are valid until {@link
 * #number()} changes. One for each subtask; not thread-safe.
 */
public final class EvaluationContext {
  private long number;
  private @Nullable Observation observation;
  private @Nullable ObservationBuffer history;

  /** Moves to the next observation, the newest of the station's history. */
  public void begin(Observation next, ObservationBuffer of) {
    number++;
    observation = next;
    history = of;
  }

  /** Moves to a station without a new observation: for the texts of an absence. */
  public void look(ObservationBuffer of) {
    number++;
    observation = null;
    history = of;
  }

  /** Differs for any two calls of {@link #begin} or {@link #look}. */
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
      throw new IllegalStateException("the context has no station yet");
    }
    return current;
  }
}
