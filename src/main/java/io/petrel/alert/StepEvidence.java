package io.petrel.alert;

import io.petrel.weather.Observation;
import java.util.List;

/**
 * The observations that one step of a rule took.
 *
 * @param step the step's name; {@code when} for a rule of one condition
 * @param condition the step's condition as its author wrote it; empty when any observation will do
 * @param observations in time order; empty for an absence or an optional step that was not taken
 */
public record StepEvidence(String step, String condition, List<Observation> observations) {
  public StepEvidence {
    observations = List.copyOf(observations);
  }
}
