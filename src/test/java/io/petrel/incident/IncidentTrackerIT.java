package io.petrel.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.incident.silence.FeedSilenceGuard;
import io.petrel.incident.silence.FeedSilenceSettings;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IncidentTrackerIT {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final RuleSetUpdate RULES =
      new RuleSetUpdate(
          1,
          List.of(
              new RuleFile("gale.yaml", "rule: gale"),
              new RuleFile("hurricane.yaml", "rule: hurricane"),
              new RuleFile("station-silent.yaml", "rule: station-silent")));

  @Test
  void stormOverSixtyStationsIsOneGrowingIncidentPerRegionAndRule() throws Exception {
    List<Alert> one = run(storm(), 1);

    Map<String, List<Alert>> byIncident =
        one.stream()
            .filter(alert -> !alert.rule().equals("feed-silent"))
            .collect(Collectors.groupingBy(Alert::incidentId, TreeMap::new, Collectors.toList()));
    assertThat(byIncident).hasSize(6);
    for (List<Alert> incident : byIncident.values()) {
      assertThat(incident.get(0).msgType()).isEqualTo(MsgType.ALERT);
      assertThat(incident).filteredOn(Alert::isEnd).hasSize(1);
      assertThat(incident.get(incident.size() - 1).isEnd()).isTrue();
      assertThat(incident.get(incident.size() - 1).places()).hasSize(20);
      assertThat(incident)
          .extracting(alert -> alert.places().size())
          .isSortedAccordingTo(Comparator.naturalOrder());
      assertThat(incident.get(incident.size() - 1).incidentBy()).containsOnlyKeys("region");
    }
    assertThat(one)
        .filteredOn(alert -> alert.rule().equals("feed-silent"))
        .extracting(Alert::reason)
        .containsExactly(Reason.FIRST_MATCH, Reason.ENDED_BY_CONDITION);
    assertThat(one).noneMatch(alert -> alert.rule().equals("station-silent"));
  }

  @Test
  void recordsDoNotDependOnParallelism() throws Exception {
    assertThat(hex(run(storm(), 2))).isEqualTo(hex(run(storm(), 1)));
  }

  /** What happens over two days, and the reports that make the stations known. */
  private record Input(List<Detection> detections, List<Observation> observations) {}

  private static Input storm() {
    Random random = new Random(60);
    List<Detection> detections = new ArrayList<>();
    List<Observation> observations = new ArrayList<>();
    for (int s = 0; s < 60; s++) {
      String station = "S" + s;
      String region = "region-" + s % 3;
      int first = 60 + s * 2 + random.nextInt(10);
      for (int minute = 0; minute < 3000; minute += 60) {
        if (minute < 1500 || minute > 2400) { // between these the whole feed is away
          observations.add(Observation.at(station, Detections.at(minute + s % 7)).build());
        }
      }
      for (int minute = first; minute < first + 300; minute += 10) {
        detections.add(
            Detections.match("gale", station, minute)
                .region(region)
                .severity(random.nextBoolean() ? Severity.MODERATE : Severity.SEVERE)
                .quiet(Duration.ofHours(2))
                .build());
      }
      detections.add(
          Detections.match("hurricane", station, first + 100)
              .region(region)
              .severity(Severity.EXTREME)
              .quiet(Duration.ofHours(3))
              .build());
      detections.add(
          Detections.match("station-silent", station, 1440 + 180 + s % 7)
              .labels(Map.of("hazard", "silence"))
              .build());
    }
    detections.sort(Comparator.comparingLong(Detection::timeMillis));
    observations.sort(Comparator.comparingLong(Observation::timeMillis));
    detections.add(Detections.clear("gale", "nowhere", 10_000)); // lets time pass to the end
    observations.add(Observation.at("S0", Detections.at(10_000)).build());
    return new Input(detections, observations);
  }

  private static List<Alert> run(Input input, int parallelism) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    DataStream<Detection> detections =
        env.fromData(input.detections(), CodecTypeInfo.of(DetectionCodec.INSTANCE))
            .assignTimestampsAndWatermarks(inOrder(Detection::timeMillis))
            .rebalance() // as from several subtasks of detect
            .map(detection -> detection)
            .returns(CodecTypeInfo.of(DetectionCodec.INSTANCE));
    DataStream<Observation> observations =
        env.fromData(input.observations(), CodecTypeInfo.of(ObservationCodec.INSTANCE))
            .assignTimestampsAndWatermarks(inOrder(Observation::timeMillis));
    DataStream<RuleSetUpdate> rules =
        env.fromData(List.of(RULES), CodecTypeInfo.of(RuleSetUpdate.CODEC));
    FeedSilenceSettings silence = FeedSilenceSettings.defaults();
    DataStream<Alert> alerts =
        IncidentTracker.track(
            FeedSilenceGuard.guard(
                detections, FeedSilenceGuard.heard(observations, silence), silence),
            rules,
            RULES,
            IncidentSettings.defaults());
    List<Alert> records = new ArrayList<>();
    try (CloseableIterator<Alert> iterator = alerts.executeAndCollect()) {
      iterator.forEachRemaining(records::add);
    }
    records.sort(
        Comparator.comparingLong(Alert::sentMillis)
            .thenComparing(Alert::incidentId)
            .thenComparing(Alert::sequence));
    return records;
  }

  private static List<String> hex(List<Alert> records) throws Exception {
    List<String> bytes = new ArrayList<>();
    for (Alert record : records) {
      bytes.add(HexFormat.of().formatHex(AlertCodec.INSTANCE.toBytes(record)));
    }
    return bytes;
  }

  /** A watermark just behind each element of a sorted stream. */
  private static <T> WatermarkStrategy<T> inOrder(EventTime<T> time) {
    return WatermarkStrategy.<T>forGenerator(context -> new JustBehind<>())
        .withTimestampAssigner((element, timestamp) -> time.of(element));
  }

  private interface EventTime<T> extends java.io.Serializable {
    long of(T element);
  }

  private static final class JustBehind<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T element, long timestamp, WatermarkOutput output) {
      output.emitWatermark(new Watermark(timestamp - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
