package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Scope;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.Urgency;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.Map;

/** Alerts for tests of the topics. */
final class TestAlerts {
  private TestAlerts() {}

  static Alert alert(
      String incident, int sequence, MsgType type, ResponseType response, long sentMillis) {
    return alert(incident, sequence, type, response, sentMillis, List.of());
  }

  static Alert alert(
      String incident,
      int sequence,
      MsgType type,
      ResponseType response,
      long sentMillis,
      List<Observation> evidence) {
    return new Alert(
        incident + "-" + sequence,
        "petrel.example",
        sentMillis,
        Status.ACTUAL,
        type,
        Scope.PUBLIC,
        List.of(),
        new Message(
            "Gale",
            Severity.SEVERE,
            Urgency.IMMEDIATE,
            Certainty.OBSERVED,
            Category.MET,
            "Gale at Skagen",
            "",
            null,
            Map.of("hazard", "wind")),
        response,
        sentMillis,
        sentMillis + 3_600_000,
        "Skagen",
        List.of(new AlertPlace("s", "Skagen", "north", 57.7, 10.6)),
        incident,
        sequence,
        "gale",
        "0123456789ab",
        Map.of("station_id", "s"),
        List.of(new StepEvidence("when", "wind_speed_ms > 17.2", evidence, List.of())),
        evidence,
        0,
        1,
        Double.NaN,
        Reason.FIRST_MATCH,
        null);
  }
}
