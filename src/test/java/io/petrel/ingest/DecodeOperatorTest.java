package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.notify.testing.CapturedLog;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.weather.Variables;
import io.petrel.wire.RejectReason;
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a clock and a broker that the test moves. */
class DecodeOperatorTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long BOUND = 60_000;
  private static final long IDLE = 10_000;

  /** What the broker answers; read by the operator's probe. */
  private static final Map<Integer, Boolean> AT_END = new HashMap<>();

  private static boolean reachable;

  private final ObservationAvro avro = new ObservationAvro();
  private OneInputStreamOperatorTestHarness<SourceRecord, Observation> harness;

  @BeforeEach
  void open() throws Exception {
    AT_END.clear();
    reachable = true;
    harness = harness(false);
    harness.setProcessingTime(NOW);
    harness.open();
  }

  private static OneInputStreamOperatorTestHarness<SourceRecord, Observation> harness(
      boolean bounded) throws Exception {
    return harness(bounded, IDLE);
  }

  private static OneInputStreamOperatorTestHarness<SourceRecord, Observation> harness(
      boolean bounded, long idleMillis) throws Exception {
    return harness(bounded, idleMillis, StationLimits.DEFAULT);
  }

  private static OneInputStreamOperatorTestHarness<SourceRecord, Observation> harness(
      boolean bounded, long idleMillis, StationLimits limits) throws Exception {
    IngestSettings settings =
        new IngestSettings(
            "none:1",
            "observations",
            "group",
            StartFrom.EARLIEST,
            bounded,
            new ReportDelays(Duration.ofMillis(BOUND), Map.of("slow", Duration.ofHours(1))),
            Duration.ofMillis(idleMillis),
            Duration.ofMinutes(5),
            limits,
            Map.of(),
            WireSettings.DEFAULTS);
    return new OneInputStreamOperatorTestHarness<>(
        new DecodeOperator(settings, KafkaObservations.REJECTED, FakeProbe::new));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static final class FakeProbe implements BacklogProbe {
    @Override
    public CompletableFuture<Map<Integer, Long>> ask(Map<Integer, Long> positions) {
      if (!reachable) {
        return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
      }
      Map<Integer, Long> answers = new HashMap<>();
      positions.forEach(
          (partition, position) ->
              answers.put(
                  partition, AT_END.getOrDefault(partition, true) ? NOTHING : position + 1));
      return CompletableFuture.completedFuture(answers);
    }

    @Override
    public void close() {}
  }

  @Test
  void decodesAndStampsObservations() throws Exception {
    Observation observation = Observation.at("s", NOW - 5).set("pressure_hpa", 1000).build();
    send(0, 0, avro.encode(observation, "t"));
    assertThat(harness.getOutput()).containsExactly(new StreamRecord<>(observation, NOW - 5));
  }

  @Test
  void impossibleValuesAreMissingAndTheRestIsKept() throws Exception {
    Observation odd =
        Observation.at("s", NOW)
            .set("wind_speed_ms", 468.5)
            .set("pressure_hpa", 0)
            .set("temperature_c", Double.POSITIVE_INFINITY)
            .set("dew_point_c", 3.5)
            .extra("hail", Double.NEGATIVE_INFINITY)
            .build();
    send(0, 0, avro.encode(odd, "t"));
    Observation read = harness.extractOutputValues().get(0);
    assertThat(read.has(Variables.WIND_SPEED_MS)).isFalse();
    assertThat(read.has(Variables.PRESSURE_HPA)).isFalse();
    assertThat(read.has(Variables.TEMPERATURE_C)).isFalse();
    assertThat(read.extra("hail")).isNaN();
    assertThat(read.value(Variables.DEW_POINT_C)).isEqualTo(3.5);
  }

  @Test
  void badBytesGoToTheSideUnchanged() throws Exception {
    byte[] bytes = "garbage".getBytes(StandardCharsets.UTF_8);
    send(2, 41, bytes);
    RejectedRecord rejected = rejected().get(0);
    assertThat(rejected.reason()).isEqualTo(RejectReason.UNKNOWN_FORMAT);
    assertThat(rejected.partition()).isEqualTo(2);
    assertThat(rejected.offset()).isEqualTo(41);
    assertThat(rejected.value()).isEqualTo(bytes);
    assertThat(harness.getOutput()).isEmpty();
  }

  @Test
  void aWrongClockDoesNotMakeTheOthersLate() throws Exception {
    send(0, 0, observation(NOW + Duration.ofMinutes(5).toMillis() + 1));
    send(0, 1, observation(NOW - 1_000));
    tick(NOW + 200);
    assertThat(rejected())
        .singleElement()
        .extracting(RejectedRecord::reason)
        .isEqualTo(RejectReason.TIME_IN_FUTURE);
    assertThat(rejected().get(0).text())
        .isEqualTo(
            "time is 2027-01-15T08:05:00.001Z, more than PT5M ahead of 2027-01-15T08:00:00Z, when"
                + " the record was written");
    assertThat(watermarks()).containsExactly(NOW - 1_000 - BOUND - 1);
  }

  /** Read two days later the wrong clock's report is in the past. */
  @Test
  void aWrongClockInABacklogDoesNotMakeTheOthersLate() throws Exception {
    long day = Duration.ofDays(1).toMillis();
    long written = NOW - 2 * day;
    send(0, 0, observation("a", written), written);
    send(0, 1, observation("tomorrow", written + day), written);
    send(0, 2, observation("a", written + 60_000), written + 60_000);
    tick(NOW + 200);
    assertThat(rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(RejectReason.TIME_IN_FUTURE);
    assertThat(rejected().get(0).text())
        .isEqualTo(
            "time is 2027-01-14T08:00:00Z, more than PT5M ahead of 2027-01-13T08:00:00Z, when the"
                + " record was written");
    assertThat(watermarks()).containsExactly(written + 60_000 - BOUND - 1);
  }

  @Test
  void aRecordWithoutATimestampIsJudgedByTheWallClock() throws Exception {
    send(0, 0, observation(NOW), -1);
    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void aClockOfThisMachineThatIsSlowIsTold() throws Exception {
    long hour = Duration.ofHours(1).toMillis();
    try (CapturedLog log = new CapturedLog(DecodeOperator.class.getName())) {
      for (int i = 0; i < 240; i++) {
        tick(NOW + i * 1_000);
        send(0, i, observation(NOW + hour + i * 1_000), NOW + hour + i * 1_000);
      }
      assertThat(log.lines())
          .containsExactly(
              "WARN The clock of this machine seems to be slow: all 61 records read last were"
                  + " written PT1H or more ahead of it. Reports are rejected as time-in-future until"
                  + " it is right.");
      for (int i = 240; i < 480; i++) {
        tick(NOW + hour + i * 1_000);
        send(0, i, observation(NOW + hour + i * 1_000), NOW + hour + i * 1_000);
      }
      assertThat(log.lines())
          .hasSize(2)
          .last()
          .isEqualTo("INFO The clock of this machine agrees with the records again.");
    }
  }

  @Test
  void aProducerWhoseClockIsFastIsNotTakenForThisMachine() throws Exception {
    try (CapturedLog log = new CapturedLog(DecodeOperator.class.getName())) {
      for (int i = 0; i < 240; i++) {
        tick(NOW + i * 1_000);
        long ahead = i % 10 == 0 ? 0 : Duration.ofHours(1).toMillis();
        send(0, i, observation(NOW + i * 1_000), NOW + ahead + i * 1_000);
      }
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aPartitionWithoutARecordHoldsTimeUntilItIsKnownToBeEmpty() throws Exception {
    assign(0, 1);
    AT_END.put(1, false);
    for (long t = 0; t <= 3 * IDLE; t += 200) {
      send(0, t, observation(NOW + t - 500));
      tick(NOW + t);
    }
    assertThat(watermarks()).isEmpty();
    AT_END.put(1, true);
    for (long t = 3 * IDLE; t <= 4 * IDLE; t += 200) {
      send(0, t, observation(NOW + t - 500));
      tick(NOW + t);
    }
    assertThat(watermarks()).isNotEmpty().last().isEqualTo(NOW + 4 * IDLE - 500 - BOUND - 1);
  }

  /**
   * However often the broker is asked, one record more is there that the reader has not got yet.
   */
  @Test
  void garbageDoesNotStopTimeWhenTheReaderIsAlwaysBehind() throws Exception {
    assign(0, 1);
    AT_END.put(1, false);
    for (long t = 0; t <= 6 * IDLE; t += 200) {
      send(0, t, observation(NOW + t - 500));
      send(1, t, new byte[] {1});
      tick(NOW + t);
    }
    long last = NOW + 6 * IDLE - 500 - BOUND - 1;
    assertThat(watermarks()).isNotEmpty().last().isEqualTo(last);
    assertThat(watermarks()).hasSizeGreaterThan(100);
  }

  @Test
  void inAFloodOfGarbageAloneTimeFollowsTheWallClock() throws Exception {
    assign(0);
    AT_END.put(0, false);
    for (long t = 0; t <= 6 * IDLE; t += 200) {
      send(0, t, new byte[] {1});
      tick(NOW + t);
    }
    assertThat(watermarks()).isNotEmpty().isSorted();
    assertThat(watermarks().get(watermarks().size() - 1))
        .isBetween(NOW + 6 * IDLE - IDLE / 2 - BOUND, NOW + 6 * IDLE - BOUND);
  }

  /** Somebody sends last year's reports, for hours. */
  @Test
  void lateReportsWithoutEndDoNotStopTime() throws Exception {
    assign(0, 1);
    send(1, 0, observation("old", NOW - 3_000));
    for (long t = 0; t <= 6 * IDLE; t += 200) {
      send(0, t, observation(NOW + t - 500));
      send(1, t + 1, observation("old", NOW - 10 * BOUND));
      tick(NOW + t);
    }
    assertThat(watermarks()).isNotEmpty().last().isEqualTo(NOW + 6 * IDLE - 500 - BOUND - 1);
  }

  /** Of a feed that takes an hour, on the same partition and on another one. */
  @Test
  void aSlowFeedHoldsBackTimeForNobody() throws Exception {
    assign(0, 1);
    for (long t = 0; t <= 6 * IDLE; t += 200) {
      long hourAgo = NOW + t - Duration.ofHours(1).toMillis();
      send(0, t, observation(NOW + t - 500));
      send(0, t + 1, slow(hourAgo), NOW + t);
      send(1, t, slow(hourAgo), NOW + t);
      tick(NOW + t);
    }
    assertThat(watermarks()).isNotEmpty().isSorted();
    assertThat(watermarks().get(watermarks().size() - 1))
        .as("an hour less the usual delay is the extra")
        .isBetween(NOW + 6 * IDLE - 2 * BOUND - 1, NOW + 6 * IDLE - BOUND);
  }

  /** What is an hour old comes with an hour's delay: time has come to where others have it. */
  @Test
  void reportsOfASlowFeedAloneMoveTimeOn() throws Exception {
    assign(0);
    send(0, 0, slow(NOW - Duration.ofHours(1).toMillis()));
    tick(NOW + 20);
    assertThat(watermarks()).containsExactly(NOW - 2 * BOUND - 1);
  }

  @Test
  void aReportOfASlowFeedThatComesAtOnceMovesTimeToTheClockOnly() throws Exception {
    assign(0);
    send(0, 0, slow(NOW - 1_000));
    tick(NOW + 20);
    assertThat(watermarks()).containsExactly(NOW - BOUND - 1);
  }

  @Test
  void inABacklogTheClockOfASlowFeedIsTheTimestampOfItsRecords() throws Exception {
    long day = Duration.ofDays(1).toMillis();
    assign(0);
    send(0, 0, slow(NOW - day - 1_000), NOW - day);
    tick(NOW + 20);
    assertThat(watermarks()).containsExactly(NOW - day - BOUND - 1);
  }

  @Test
  void inSilenceTimeFollowsTheWallClock() throws Exception {
    assign(0);
    send(0, 0, observation(NOW - 30_000));
    run(NOW, NOW + IDLE - 200);
    assertThat(watermarks()).containsExactly(NOW - 30_000 - BOUND - 1);
    run(NOW + IDLE, NOW + 60_000);
    long last = watermarks().get(watermarks().size() - 1);
    assertThat(last).isBetween(NOW + 60_000 - IDLE / 4 - 500 - BOUND - 1, NOW + 60_000 - BOUND - 1);
    assertThat(watermarks()).isSorted();
  }

  @Test
  void anUnreachableBrokerDoesNotLetTimeRun() throws Exception {
    assign(0);
    send(0, 0, observation(NOW - 30_000));
    reachable = false;
    run(NOW, NOW + 20 * IDLE);
    assertThat(watermarks()).containsExactly(NOW - 30_000 - BOUND - 1);
    // What was written meanwhile is not late once the broker is back.
    send(0, 1, observation(NOW + IDLE));
    reachable = true;
    run(NOW + 20 * IDLE, NOW + 20 * IDLE + 200);
    assertThat(watermarks()).last().isEqualTo(NOW + IDLE - BOUND - 1);
  }

  @Test
  void aBacklogDoesNotLetTimeRun() throws Exception {
    assign(0);
    send(0, 0, observation(NOW - 30_000));
    AT_END.put(0, false);
    run(NOW, NOW + 20 * IDLE);
    assertThat(watermarks()).containsExactly(NOW - 30_000 - BOUND - 1);
  }

  @Test
  void aSubtaskWithoutPartitionsIsIdleAfterAWhile() throws Exception {
    run(NOW, NOW + IDLE - 200);
    assertThat(harness.getOutput()).isEmpty();
    run(NOW + IDLE, NOW + 2 * IDLE);
    assertThat(harness.getOutput()).containsExactly(WatermarkStatus.IDLE);
    assign(3);
    assertThat(harness.getOutput()).containsExactly(WatermarkStatus.IDLE, WatermarkStatus.ACTIVE);
  }

  @Test
  void aSubtaskWithoutPartitionsHoldsTimeForHalfAMinuteAtMost() throws Exception {
    harness.close();
    harness = harness(false, Duration.ofDays(30).toMillis());
    harness.setProcessingTime(NOW);
    harness.open();
    run(NOW, NOW + 29_800);
    assertThat(harness.getOutput()).isEmpty();
    run(NOW + 30_000, NOW + 31_000);
    assertThat(harness.getOutput()).containsExactly(WatermarkStatus.IDLE);
  }

  @Test
  void aBoundedRunNeverFollowsTheWallClock() throws Exception {
    harness.close();
    harness = harness(true);
    harness.setProcessingTime(NOW);
    harness.open();
    assign(0);
    send(0, 0, observation(NOW - 30_000));
    run(NOW, NOW + 20 * IDLE);
    assertThat(watermarks()).containsExactly(NOW - 30_000 - BOUND - 1);
  }

  @Test
  void knownStationsStayKnownAfterARestartWhileInventedOnesFloodIn() throws Exception {
    StationLimits three = new StationLimits(3, 10, Duration.ofDays(30));
    restart(three, null);
    assign(0, 1);
    send(0, 0, observation("a", NOW));
    send(1, 0, observation("b", NOW));
    restart(three, harness.snapshot(1, NOW));
    // Flink may give the partitions out anew: these come later, and 2 is somebody else's.
    assign(1);
    for (int i = 1; i < 50; i++) {
      send(1, i, observation("invented" + i, NOW));
    }
    assign(0);
    send(0, 1, observation("a", NOW + 1));
    send(1, 60, observation("b", NOW + 1));
    assertThat(harness.extractOutputValues())
        .extracting(Observation::stationId)
        .containsExactly("invented1", "invented2", "a", "b");
  }

  @Test
  void knownStationsAreForgottenWithTheirPartition() throws Exception {
    StationLimits two = new StationLimits(2, 10, Duration.ofDays(30));
    restart(two, null);
    assign(0, 1);
    send(0, 0, observation("a", NOW));
    send(1, 0, observation("b", NOW));
    restart(two, harness.snapshot(1, NOW));
    assign(1);
    send(1, 1, observation("c", NOW));
    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void aRestartDoesNotGrantReportsAnew() throws Exception {
    StationLimits one = new StationLimits(10, 1, Duration.ofDays(30));
    restart(one, null);
    assign(0);
    send(0, 0, observation("a", NOW));
    restart(one, harness.snapshot(1, NOW));
    restart(one, harness.snapshot(2, NOW)); // before the partition was given out
    assign(0);
    send(0, 1, observation("a", NOW + 1));
    assertThat(rejected())
        .extracting(RejectedRecord::reason)
        .containsExactly(RejectReason.TOO_MANY_REPORTS);
  }

  private void restart(StationLimits limits, @Nullable OperatorSubtaskState state)
      throws Exception {
    harness.close();
    harness = harness(false, IDLE, limits);
    harness.setProcessingTime(NOW);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  private byte[] observation(long time) {
    return observation("s", time);
  }

  private byte[] slow(long time) {
    return avro.encode(Observation.at("slow", time).feed("slow").build(), "t");
  }

  private byte[] observation(String station, long time) {
    return avro.encode(Observation.at(station, time).build(), "t");
  }

  private void assign(int... partitions) throws Exception {
    for (int partition : partitions) {
      harness.processElement(
          new StreamRecord<>(new SourceRecord.Assigned("observations", partition, 0)));
    }
  }

  private void send(int partition, long offset, byte[] value) throws Exception {
    send(partition, offset, value, NOW);
  }

  private void send(int partition, long offset, byte[] value, long writtenAt) throws Exception {
    harness.processElement(
        new StreamRecord<>(
            new SourceRecord.Raw(
                "observations", partition, offset, writtenAt, null, value, List.of())));
  }

  private void run(long from, long to) throws Exception {
    for (long now = from; now <= to; now += 200) {
      tick(now);
    }
  }

  private void tick(long now) throws Exception {
    harness.setProcessingTime(now);
  }

  private List<RejectedRecord> rejected() {
    List<RejectedRecord> rejected = new ArrayList<>();
    harness.getSideOutput(KafkaObservations.REJECTED).forEach(r -> rejected.add(r.getValue()));
    return rejected;
  }

  private List<Long> watermarks() {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(mark -> ((Watermark) mark).getTimestamp())
        .toList();
  }
}
