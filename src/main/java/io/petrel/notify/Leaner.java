package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.StepEvidence;
import java.util.List;

/** Alerts without the observations that only a chart shows: most of their size. */
final class Leaner {
  private Leaner() {}

  static Alert of(Alert alert) {
    return new Alert(
        alert.identifier(),
        alert.sender(),
        alert.sentMillis(),
        alert.status(),
        alert.msgType(),
        alert.scope(),
        alert.references(),
        alert.message(),
        alert.responseType(),
        alert.onsetMillis(),
        alert.expiresMillis(),
        alert.areaDesc(),
        alert.places(),
        alert.incidentId(),
        alert.sequence(),
        alert.rule(),
        alert.ruleVersion(),
        alert.by(),
        alert.evidence().stream().map(Leaner::of).toList(),
        List.of(),
        alert.suppressed(),
        alert.matches(),
        alert.peak(),
        alert.reason(),
        alert.note());
  }

  private static StepEvidence of(StepEvidence step) {
    int size = step.observations().size();
    return new StepEvidence(
        step.step(),
        step.condition(),
        size <= 1 ? step.observations() : List.of(step.observations().get(size - 1)));
  }
}
