package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StationLimiterTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final StationLimiter gate =
      new StationLimiter(new StationLimits(2, 3, Duration.ofDays(1)));

  @Test
  void knownStationsGoOnWhenThereIsNoRoomForOthers() {
    assertThat(refusal("a", NOW, NOW)).isNull();
    assertThat(refusal("b", NOW, NOW)).isNull();
    for (int i = 0; i < 1_000; i++) {
      assertThat(refusal("invented" + i, NOW, NOW)).isEqualTo(RejectReason.TOO_MANY_STATIONS);
    }
    assertThat(refusal("a", NOW + HOUR, NOW)).isNull();
    assertThat(gate.refusal(0, Observation.at("c", NOW).build(), NOW))
        .isEqualTo(
            new Decoded.Rejected<Observation>(
                RejectReason.TOO_MANY_STATIONS,
                "the station is new, and 2 are known, which is ingest.max-stations"));
  }

  @Test
  void theStationThatWasSilentForLongMakesRoom() {
    refusal("a", NOW, NOW);
    refusal("b", NOW, NOW + 1);
    refusal("a", NOW + HOUR, NOW + HOUR);
    long later = NOW + Duration.ofDays(1).toMillis();
    assertThat(refusal("c", later, later)).isEqualTo(RejectReason.TOO_MANY_STATIONS);
    assertThat(refusal("c", later, later + 1)).isNull();
    assertThat(refusal("b", later, later + 1)).isEqualTo(RejectReason.TOO_MANY_STATIONS);
    assertThat(refusal("a", later, later + 1)).isNull();
  }

  @Test
  void aStationSendsSoManyReportsOfAnHour() {
    long hour = NOW - NOW % HOUR;
    for (int i = 0; i < 3; i++) {
      assertThat(refusal("a", hour + i, NOW)).isNull();
    }
    assertThat(refusal("a", hour + 3, NOW)).isEqualTo(RejectReason.TOO_MANY_REPORTS);
    assertThat(refusal("a", hour - 1, NOW)).as("nor of one before").isNotNull();
    assertThat(refusal("b", hour + 3, NOW)).as("another has its own").isNull();
    assertThat(refusal("a", hour + HOUR, NOW)).isNull();
  }

  private @Nullable RejectReason refusal(String station, long time, long now) {
    Decoded.Rejected<Observation> refused =
        gate.refusal(0, Observation.at(station, time).build(), now);
    return refused == null ? null : refused.reason();
  }
}
