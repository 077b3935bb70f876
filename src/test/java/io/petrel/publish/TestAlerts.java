package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Scope;
import io.petrel.alert.Severity;
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
    return Alert.of(
            incident,
            sequence,
            new Message(
                "Gale",
                Severity.SEVERE,
                Urgency.IMMEDIATE,
                Certainty.OBSERVED,
                Category.MET,
                "Gale at Skagen",
                "",
                null,
                Map.of("hazard", "wind")))
        .identifier(incident + "-" + sequence)
        .sender("petrel.example")
        .sentMillis(sentMillis)
        .msgType(type)
        .scope(Scope.PUBLIC)
        .responseType(response)
        .onsetMillis(sentMillis)
        .expiresMillis(sentMillis + 3_600_000)
        .area("Skagen", List.of(new AlertPlace("s", "Skagen", "north", 57.7, 10.6)))
        .rule("gale")
        .ruleVersion("0123456789ab")
        .incidentBy(Map.of("station_id", "s"))
        .evidence(List.of(new StepEvidence("when", "wind_speed_ms > 17.2", evidence, List.of())))
        .context(evidence)
        .matches(1)
        .build();
  }
}
