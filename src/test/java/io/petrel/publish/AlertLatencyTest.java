package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AlertLatencyTest {
  private static final long SENT = 1_800_000_000_000L;

  @Test
  void beginsWhenTheReportThatCompletedTheMatchWasReceived() {
    Observation first = Observation.at("s", SENT - 60_000).receivedAtMillis(SENT + 9_000).build();
    Observation last = Observation.at("s", SENT).receivedAtMillis(SENT + 1_500).build();

    assertThat(arrival(Reason.FIRST_MATCH, first, last)).hasValue(SENT + 1_500);
  }

  @Test
  void beginsAtTheTimeOfAReportOfWhichNobodySaysWhenItWasReceived() {
    assertThat(arrival(Reason.SEVERITY_RAISED, Observation.at("s", SENT).build())).hasValue(SENT);
  }

  @Test
  void whatNoReportOfThatMomentCausedIsNotMeasured() {
    Observation report = Observation.at("s", SENT).receivedAtMillis(SENT + 1_500).build();
    Observation before = Observation.at("s", SENT - 60_000).build();

    assertThat(arrival(Reason.FIRST_MATCH, before)).as("an absence since").isEmpty();
    for (Reason reason :
        List.of(
            Reason.ENDED_BY_QUIET, Reason.CORRECTED, Reason.WITHDRAWN, Reason.INHIBITOR_ENDED)) {
      assertThat(arrival(reason, report)).as(reason.name()).isEmpty();
    }
  }

  private static OptionalLong arrival(Reason reason, Observation... evidence) {
    Alert alert =
        TestAlerts.alert("i", 0, MsgType.ALERT, ResponseType.MONITOR, SENT, List.of(evidence));
    return AlertLatency.arrivalMillis(alert.toBuilder().reason(reason).build());
  }
}
