package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.Message;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;

/** Variants of sample alerts. */
public final class Alerts {
  private Alerts() {}

  /** The same in another incident. */
  public static Alert renamed(Alert alert, String incident) {
    return with(alert, incident, alert.message(), alert.reason());
  }

  /** The same record, told to be less severe: minor. */
  public static Alert lowered(Alert alert) {
    Alert minor = minor(alert);
    return with(minor, minor.incidentId(), minor.message(), Reason.SEVERITY_LOWERED);
  }

  /** The same, but minor. */
  public static Alert minor(Alert alert) {
    Message m = alert.message();
    Message minor =
        new Message(
            m.event(),
            Severity.MINOR,
            m.urgency(),
            m.certainty(),
            m.category(),
            m.headline(),
            m.description(),
            m.instruction(),
            m.labels());
    return with(alert, alert.incidentId(), minor, alert.reason());
  }

  public static Alert with(Alert alert, String incident, Message message, Reason reason) {
    return alert.toBuilder()
        .incident(incident, alert.sequence())
        .identifier(incident + "-" + alert.sequence())
        .message(message)
        .reason(reason)
        .build();
  }
}
