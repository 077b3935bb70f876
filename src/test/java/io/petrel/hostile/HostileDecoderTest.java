package io.petrel.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.hostile.HostilePayloads.Expected;
import io.petrel.hostile.HostilePayloads.Payload;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The decoder alone under a flood of {@link HostilePayloads}; {@code -Dpetrel.payloads} sets how
 * many.
 */
class HostileDecoderTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final int PAYLOADS = Integer.getInteger("petrel.payloads", 100_000);
  private static final List<Object> BY_VALUE_ONLY =
      List.of(
          RejectReason.TIME_IN_FUTURE,
          RejectReason.TOO_MANY_STATIONS,
          RejectReason.TOO_MANY_REPORTS);

  @Test
  void everyPayloadIsAnObservationOrRejectedWithAReason() throws Exception {
    HostilePayloads payloads = new HostilePayloads(1);
    Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
    try (StubRegistry registry = StubRegistry.start()) {
      long began = System.nanoTime();
      ObservationAvro avro =
          new ObservationAvro(new WireSettings(List.of(), registry.url(), false));
      byte[] good = avro.encode(Observation.at("s", NOW).set("pressure_hpa", 1000).build(), "");
      for (int i = 0; i < PAYLOADS; i++) {
        Payload payload = payloads.next(NOW);
        Decoded<Observation> decoded = avro.decode(payload.value());
        if (decoded instanceof Decoded.Rejected<Observation> rejected) {
          reasons.merge(rejected.reason(), 1, Integer::sum);
          assertThat(payload.expected()).isNotEqualTo(Expected.OBSERVATION);
          assertThat(rejected.text().length()).isBetween(1, 400);
          assertThat(rejected.text()).doesNotContain("\n", "\r");
        } else if (payload.expected() == Expected.REJECTED) {
          Observation value = ((Decoded.Value<Observation>) decoded).value();
          assertThat(value.timeMillis()).as("left for ingest to reject").isGreaterThan(NOW);
        }
        if (i % 100 == 0) {
          assertThat(avro.decode(good)).as("what follows").isInstanceOf(Decoded.Value.class);
        }
      }
      long seconds = (System.nanoTime() - began) / 1_000_000_000 + 1;
      assertThat((long) registry.questions())
          .as("whatever ids come")
          .isBetween(200L, 201 + 10 * seconds);
    }
    for (RejectReason reason : RejectReason.values()) {
      if (!BY_VALUE_ONLY.contains(reason) && reason != RejectReason.INCOMPATIBLE_SCHEMA) {
        assertThat(reasons).containsKey(reason);
      }
    }
  }
}
