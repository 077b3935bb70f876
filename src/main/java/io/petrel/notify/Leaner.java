package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.StepEvidence;
import java.util.List;

/** Alerts without the observations that only a chart shows: most of their size. */
final class Leaner {
  private Leaner() {}

  static Alert of(Alert alert) {
    return alert.withEvidence(alert.evidence().stream().map(Leaner::of).toList(), List.of());
  }

  private static StepEvidence of(StepEvidence step) {
    int size = step.observations().size();
    return size <= 1 ? step : step.withObservations(List.of(step.observations().get(size - 1)));
  }
}
