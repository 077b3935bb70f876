package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.StepEvidence;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in the chart where a step was taken.
 *
 * @param number of the step in the mail, 1-based
 */
record StepMark(int number, long timeMillis) {

  /** First and last observation of each step. An end has no steps in its mail, so no marks. */
  static List<StepMark> of(Alert alert) {
    List<StepMark> marks = new ArrayList<>();
    if (alert.isEnd()) {
      return marks;
    }
    int number = 0;
    for (StepEvidence step : alert.evidence()) {
      number++;
      List<Observation> seen = step.observations();
      if (!seen.isEmpty()) {
        marks.add(new StepMark(number, seen.get(0).timeMillis()));
      }
      if (seen.size() > 1) {
        marks.add(new StepMark(number, seen.get(seen.size() - 1).timeMillis()));
      }
    }
    return marks;
  }
}
