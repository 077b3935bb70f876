package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.RuleEvent;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallFormatsTest {
  @Test
  void observationJsonReadsWhatItWrote() {
    RandomValues.forAll(
        1_000,
        random -> {
          Observation observation = new RandomValues(random).observation();
          String json = ObservationJson.write(observation);
          assertThat(json).doesNotContain("\n");
          assertThat(ObservationJson.read(json)).isEqualTo(new Decoded.Value<>(observation));
        });
  }

  @Test
  void observationJsonSaysWhatIsWrong() {
    assertThat(text("[]")).isEqualTo("a JSON object is expected");
    assertThat(text("{")).startsWith("not JSON: ");
    assertThat(text("{\"time\":\"2013-01-16T15:00:00Z\"}")).isEqualTo("station_id is missing");
    assertThat(text("{\"station_id\":\"s\",\"time\":\"today\"}"))
        .startsWith("not an ISO-8601 time with offset: ");
    assertThat(
            text("{\"station_id\":\"s\",\"time\":\"2013-01-16T15:00:00Z\",\"pressure_hpa\":\"x\"}"))
        .isEqualTo("pressure_hpa is \"x\", must be a number");
  }

  private static String text(String json) {
    return ((Decoded.Rejected<Observation>) ObservationJson.read(json)).text();
  }

  @Test
  void ruleEventReadsWhatItWrote() {
    for (long dropped : new long[] {-1, 0, 7}) {
      RuleEvent event =
          new RuleEvent(
              "squall", "0a1b", RuleEvent.Outcome.REJECTED, "line 3:\n\"x\"", dropped, 1_000);
      assertThat(RuleEventJson.read(RuleEventJson.write(event))).contains(event);
      RuleEvent running = event.withRunning(new RuleEvent.Running("nfa", 2, 500));
      assertThat(RuleEventJson.read(RuleEventJson.write(running))).contains(running);
    }
    RuleEvent refused =
        RuleEvent.ofFile("r.yaml", "r", "v", RuleEvent.Outcome.REJECTED, "a fault", 0);
    assertThat(RuleEventJson.read(RuleEventJson.write(refused))).contains(refused);
    assertThat(RuleEventJson.write(new RuleEvent("r", "v", RuleEvent.Outcome.ACCEPTED, "w", -1, 0)))
        .isEqualTo(
            "{\"rule\":\"r\",\"version\":\"v\",\"outcome\":\"ACCEPTED\",\"why\":\"w\","
                + "\"time\":\"1970-01-01T00:00:00Z\"}");
    assertThat(RuleEventJson.read("null")).isEmpty();
    assertThat(RuleEventJson.read("{\"outcome\":\"?\"}")).isEmpty();
  }

  @Test
  void rejectedRecordReadsWhatItWrote() throws IOException {
    RejectedRecord rejected =
        new RejectedRecord(
            RejectReason.MALFORMED,
            "text",
            "observations",
            3,
            1L << 40,
            -1,
            null,
            new byte[] {0, -1, 1},
            List.of(
                new RejectedRecord.Header("a", null),
                new RejectedRecord.Header("a", new byte[] {1})));
    assertThat(RejectedRecord.CODEC.fromBytes(RejectedRecord.CODEC.toBytes(rejected)))
        .isEqualTo(rejected);
  }
}
