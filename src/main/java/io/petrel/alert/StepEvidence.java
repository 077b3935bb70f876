package io.petrel.alert;

import io.petrel.weather.Observation;
import java.util.List;

/**
 * The observations that one step of a rule took.
 *
 * @param step the step's name; {@code when} for a rule of one condition
 * @param condition the step's condition as its author wrote it; empty when any observation will do
 * @param observations in time order; empty for an absence or an optional step that was not taken
 * @param measured what decided that the condition held at the last of the observations, in the
 *     order of the text; bounded. Empty when it is not known
 */
public record StepEvidence(
    String step, String condition, List<Observation> observations, List<Measured> measured) {
  public StepEvidence {
    observations = List.copyOf(observations);
    measured = List.copyOf(measured);
  }

  /** The same with only some of its observations. */
  public StepEvidence withObservations(List<Observation> some) {
    return new StepEvidence(step, condition, some, measured);
  }

  /** The same with its first and last observation only. */
  public StepEvidence ends() {
    int size = observations.size();
    return size <= 2
        ? this
        : withObservations(List.of(observations.get(0), observations.get(size - 1)));
  }
}
