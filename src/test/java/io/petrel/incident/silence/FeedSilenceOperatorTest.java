package io.petrel.incident.silence;

import static io.petrel.incident.Detections.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.incident.Detections;
import io.petrel.state.CodecTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class FeedSilenceOperatorTest {
  private static final FeedSilenceSettings SETTINGS = FeedSilenceSettings.defaults();

  @Test
  void heldStationsAndWaitingReportsSurviveARecovery() throws Exception {
    List<Detection> told = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (var harness = harness()) {
      harness.open();
      report(harness, 0);
      for (int i = 0; i < 6; i++) {
        silent(harness, "S" + i, 180 + i);
      }
      watermark(harness, at(182)); // three are held, three wait
      snapshot = harness.snapshot(1, 1);
      told.addAll(harness.extractOutputValues());
    }
    try (var harness = harness()) {
      harness.initializeState(snapshot);
      harness.open();
      watermark(harness, at(185));
      told.addAll(harness.extractOutputValues());
    }
    assertThat(told).extracting(Detection::rule).containsExactly("feed-silent");
    assertThat(told.get(0).timeMillis()).isEqualTo(at(185));
  }

  @Test
  void endOfBoundedInputTellsNothing() throws Exception {
    try (var harness = harness()) {
      harness.open();
      report(harness, 0);
      silent(harness, "S0", 180);
      watermark(harness, at(181));
      watermark(harness, Long.MAX_VALUE);

      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  private static TwoInputStreamOperatorTestHarness<Detection, StationHeard, Detection> harness()
      throws Exception {
    var harness =
        new TwoInputStreamOperatorTestHarness<>(new FeedSilenceOperator(SETTINGS), 1, 1, 0);
    harness.setup(
        CodecTypeInfo.of(DetectionCodec.INSTANCE).createSerializer(new SerializerConfigImpl()));
    return harness;
  }

  private static void report(
      TwoInputStreamOperatorTestHarness<Detection, StationHeard, Detection> harness, long minutes)
      throws Exception {
    for (int i = 0; i < 10; i++) {
      harness.processElement2(new StreamRecord<>(new StationHeard("S" + i, at(minutes))));
    }
  }

  private static void silent(
      TwoInputStreamOperatorTestHarness<Detection, StationHeard, Detection> harness,
      String station,
      long minutes)
      throws Exception {
    harness.processElement1(
        new StreamRecord<>(
            Detections.match("station-silent", station, minutes)
                .labels(Map.of("hazard", "silence"))
                .build()));
  }

  private static void watermark(
      TwoInputStreamOperatorTestHarness<Detection, StationHeard, Detection> harness, long time)
      throws Exception {
    harness.processWatermark1(new org.apache.flink.streaming.api.watermark.Watermark(time));
    harness.processWatermark2(new org.apache.flink.streaming.api.watermark.Watermark(time));
  }
}
