package io.petrel.detect.match;

import io.petrel.weather.Observation;
import java.util.List;

/** The observations that a match in progress has taken. */
public interface TakenSteps {
  /** Nothing has been taken. */
  TakenSteps NONE =
      new TakenSteps() {
        @Override
        public List<Observation> step(int index) {
          return List.of();
        }
      };

  /** In time order; valid only until the next observation is processed. */
  List<Observation> step(int index);
}
