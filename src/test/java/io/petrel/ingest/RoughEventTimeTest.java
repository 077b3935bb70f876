package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.wire.avro.ObservationAvro;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class RoughEventTimeTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final IngestSettings SETTINGS = IngestSettings.defaults("none:1");

  private final ManualClock clock = new ManualClock();
  private final Told told = new Told();
  private final RoughEventTime time;

  RoughEventTimeTest() {
    clock.advanceTime(Duration.ofMillis(NOW));
    time = new RoughEventTime(SETTINGS, clock, clock);
  }

  @Test
  void aPartitionThatHasGivenNothingHoldsNobody() {
    time.onPeriodicEmit(told);
    read(new byte[] {1}, NOW);
    assertThat(told.what).containsExactly("idle", "idle");
  }

  @Test
  void oneThatGoesOnIsNotIdle() {
    read(observation(NOW - 5), NOW);
    clock.advanceTime(SETTINGS.idleTimeout().minusMillis(1));
    time.onPeriodicEmit(told);
    read(observation(NOW + 1), NOW + 1);
    assertThat(told.what).containsExactly("" + (NOW - 5), "" + (NOW + 1));
  }

  @Test
  void garbageAndOldReportsAreNoProgress() {
    read(observation(NOW - 5), NOW);
    clock.advanceTime(SETTINGS.idleTimeout());
    read(new byte[] {1}, NOW);
    read(observation(NOW - 5), NOW);
    assertThat(told.what).containsExactly("" + (NOW - 5), "idle", "idle");
  }

  @Test
  void aReportFromTheFutureDoesNotGetThePartitionHeld() {
    long tolerance = SETTINGS.futureTolerance().toMillis();
    read(observation(NOW), NOW - tolerance - 1);
    read(observation(NOW + tolerance + 1), NOW + tolerance + 1);
    assertThat(told.what).containsExactly("idle", "idle");
  }

  @Test
  void looksWithoutBeingAskedWhenMuchIsRead() {
    for (int i = 0; i < 1_000; i++) {
      time.onEvent(record(observation(NOW - 1_000 + i), NOW), NOW, told);
    }
    assertThat(told.what).hasSize(3);
  }

  private void read(byte[] value, long writtenAt) {
    time.onEvent(record(value, writtenAt), writtenAt, told);
    time.onPeriodicEmit(told);
  }

  private static byte[] observation(long millis) {
    return new ObservationAvro().encode(Observation.at("s", millis).build(), "t");
  }

  private static SourceRecord record(byte[] value, long writtenAt) {
    return new SourceRecord.Raw("observations", 0, 0, writtenAt, null, value, List.of());
  }

  private static final class Told implements WatermarkOutput {
    private final List<String> what = new ArrayList<>();

    @Override
    public void emitWatermark(Watermark watermark) {
      what.add("" + watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      what.add("idle");
    }

    @Override
    public void markActive() {}
  }
}
