package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import io.petrel.wire.RejectReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingOperatorTest {
  @Test
  void timeEndsAtTheLatestObservation() throws Exception {
    List<Object> output =
        play(Recording.of(List.of(at("a", 5_000), at("b", 9_000), at("a", 7_000))));
    assertThat(output)
        .containsExactly(
            new StreamRecord<>(at("a", 5_000), 5_000),
            new StreamRecord<>(at("b", 9_000), 9_000),
            new StreamRecord<>(at("a", 7_000), 7_000),
            new Watermark(9_000));
  }

  @Test
  void nothingIsLateInWhateverOrder() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Observation> observations = new ArrayList<>();
      long time = 1_000_000;
      for (int i = 0; i < 1_000; i++) {
        time += random.nextInt(1_000);
        long disorder = random.nextInt(10) == 0 ? random.nextInt(1 + seed * 10_000) : 0;
        observations.add(at("s" + i % 7, time - disorder));
      }
      long watermark = Long.MIN_VALUE;
      int watermarks = 0;
      for (Object element : play(Recording.of(observations))) {
        if (element instanceof Watermark mark) {
          assertThat(mark.getTimestamp()).isGreaterThanOrEqualTo(watermark);
          watermark = mark.getTimestamp();
          watermarks++;
        } else {
          assertThat(((StreamRecord<?>) element).getTimestamp())
              .as("seed " + seed)
              .isGreaterThan(watermark);
        }
      }
      assertThat(watermarks).isGreaterThan(10);
    }
  }

  @Test
  void badRowsGoToTheSideAndImpossibleValuesAreMissing(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("in.csv");
    Files.writeString(
        file,
        """
        station_id,time,pressure_hpa,wind_speed_ms
        EWR,2013-02-12T08:00:00Z,1010,468.5
        EWR,noon,1010,4
        EWR,2013-02-12T09:00:00Z,1011,4
        """);
    try (var harness = harness(Recording.csv(file))) {
      harness.open();
      harness.processElement(new StreamRecord<>(0));
      List<Observation> read = harness.extractOutputValues();
      assertThat(read).hasSize(2);
      assertThat(read.get(0).has(Variables.WIND_SPEED_MS)).isFalse();
      assertThat(read.get(0).value(Variables.PRESSURE_HPA)).isEqualTo(1010);
      assertThat(harness.getSideOutput(KafkaObservations.REJECTED))
          .singleElement()
          .extracting(StreamRecord::getValue)
          .satisfies(
              rejected -> {
                assertThat(rejected.reason()).isEqualTo(RejectReason.BAD_TIME);
                assertThat(rejected.topic()).isEqualTo(file.toString());
                assertThat(rejected.offset()).isEqualTo(3);
              });
    }
  }

  @Test
  void anEmptyRecordingHasNoTime() throws Exception {
    assertThat(play(Recording.of(List.of()))).isEmpty();
  }

  @Test
  void aMissingFileFailsTheJob(@TempDir Path folder) {
    assertThatThrownBy(() -> play(Recording.csv(folder.resolve("none.csv"))))
        .hasMessageContaining("none.csv");
  }

  private static List<Object> play(Recording recording) throws Exception {
    try (var harness = harness(recording)) {
      harness.open();
      harness.processElement(new StreamRecord<>(0));
      return new ArrayList<>(harness.getOutput());
    }
  }

  private static OneInputStreamOperatorTestHarness<Integer, Observation> harness(
      Recording recording) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new RecordingOperator(List.of(recording)));
  }

  private static Observation at(String station, long time) {
    return Observation.at(station, time).build();
  }
}
