package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.wire.avro.ObservationAvro;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartitionPaceTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final IngestSettings SETTINGS = IngestSettings.defaults("none:1");
  private static final byte[] GARBAGE = {1};

  private final PartitionPace pace = new PartitionPace(SETTINGS);

  PartitionPaceTest() {
    pace.assigned(0, NOW);
    pace.assigned(1, NOW);
  }

  @Test
  void whoIsAheadIsHeldUntilTheOthersHaveCome() {
    read(0, NOW - 9 * HOUR);
    read(1, NOW - 2 * HOUR);
    assertThat(pace.look(NOW)).isEqualTo(new PartitionPace.Change(Set.of(1), Set.of()));
    assertThat(pace.isHolding()).isTrue();
    read(0, NOW - 3 * HOUR);
    assertThat(pace.look(NOW)).isEqualTo(new PartitionPace.Change(Set.of(), Set.of()));
    read(0, NOW - 2 * HOUR);
    assertThat(pace.look(NOW)).isEqualTo(new PartitionPace.Change(Set.of(), Set.of(1)));
    assertThat(pace.isHolding()).isFalse();
  }

  @Test
  void onePartitionAloneIsNotHeld() {
    PartitionPace alone = new PartitionPace(SETTINGS);
    alone.assigned(3, NOW);
    alone.read(record(3, observation(NOW - HOUR), NOW));
    assertThat(alone.look(NOW).hold()).isEmpty();
  }

  @Test
  void aPartitionThatHasGivenNothingGoodHoldsNobody() {
    read(0, NOW - 2 * HOUR);
    pace.read(record(1, GARBAGE, NOW));
    assertThat(pace.look(NOW).hold()).isEmpty();
  }

  @Test
  void oneThatStandsStillHoldsNobodyAfterTheIdleTimeout() {
    read(0, NOW - 9 * HOUR);
    read(1, NOW - 2 * HOUR);
    assertThat(pace.look(NOW).hold()).containsExactly(1);
    long idle = NOW + SETTINGS.idleTimeout().toMillis();
    assertThat(pace.look(idle - 1).release()).isEmpty();
    read(0, NOW - 9 * HOUR); // the same again, and garbage, are no progress
    pace.read(record(0, GARBAGE, NOW));
    assertThat(pace.look(idle).release()).containsExactly(1);
  }

  @Test
  void aReportFromTheFutureDoesNotGetThePartitionHeld() {
    read(0, NOW - HOUR);
    pace.read(record(1, observation(NOW + HOUR), NOW - HOUR));
    assertThat(pace.look(NOW).hold()).isEmpty();
  }

  @Test
  void itIsTimeToLookWhenMuchWasReadAndAfterAWhile() {
    var unused = pace.look(NOW);
    assertThat(pace.isDue(NOW + 1)).isFalse();
    assertThat(pace.isDue(NOW + PartitionPace.EVERY.toMillis())).isTrue();
    for (int i = 0; i < 300; i++) {
      read(0, NOW - HOUR);
    }
    assertThat(pace.isDue(NOW + 1)).isTrue();
  }

  private void read(int partition, long millis) {
    pace.read(record(partition, observation(millis), NOW));
  }

  private static byte[] observation(long millis) {
    return new ObservationAvro().encode(Observation.at("s", millis).build(), "t");
  }

  private static SourceRecord.Raw record(int partition, byte[] value, long writtenAt) {
    return new SourceRecord.Raw("observations", partition, 0, writtenAt, null, value, List.of());
  }
}
