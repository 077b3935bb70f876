package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class FinalWatermarkOperatorTest {
  private static final StreamRecord<Observation> OLDER =
      new StreamRecord<>(Observation.at("a", 5_000).build(), 5_000);
  private static final StreamRecord<Observation> YOUNGER =
      new StreamRecord<>(Observation.at("a", 9_000).build(), 9_000);

  @Test
  void timeEndsAtTheLatestObservationBeforeTheInputEnds() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(YOUNGER);
      harness.processElement(OLDER);
      harness.processWatermark(4_000);
      harness.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(harness.getOutput())
          .containsExactly(
              YOUNGER, OLDER, new Watermark(4_000), new Watermark(9_000), Watermark.MAX_WATERMARK);
    }
  }

  @Test
  void theLatestObservationSurvivesARestart() throws Exception {
    org.apache.flink.runtime.checkpoint.OperatorSubtaskState snapshot;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(YOUNGER);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(snapshot);
      harness.open();
      harness.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(harness.getOutput())
          .containsExactly(new Watermark(9_000), Watermark.MAX_WATERMARK);
    }
  }

  private static OneInputStreamOperatorTestHarness<Observation, Observation> harness()
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new FinalWatermarkOperator());
  }
}
