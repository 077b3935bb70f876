package io.petrel.detect.match;

import io.petrel.weather.Observation;
import java.util.List;

/** The observations that a partial match has taken. */
public interface TakenSteps {
  TakenSteps NONE = index -> List.of();

  /** In time order; valid only until the next observation is processed. */
  List<Observation> step(int index);
}
