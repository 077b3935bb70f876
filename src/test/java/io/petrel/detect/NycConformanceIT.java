package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.petrel.alert.StepEvidence;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.state.CodecTypeInfo;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import io.petrel.wire.file.ObservationCsv;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A year of real observations: exactly the matches that an independent program found. Needs the
 * reference data beside the project, or where {@code -Dpetrel.data} says.
 */
class NycConformanceIT {
  private static final Path DATA = Path.of(System.getProperty("petrel.data", "../shared/data"));
  private static final Path EXPECTED = DATA.resolve("expected-nyc-2013");

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void findsWhatTheReferenceFound(int parallelism) throws Exception {
    assumeTrue(Files.isDirectory(EXPECTED), "no reference data at " + EXPECTED);
    Map<String, TreeSet<String>> expected = expected();
    Map<String, TreeSet<String>> found = found(run(parallelism));
    for (Map.Entry<String, TreeSet<String>> rule : expected.entrySet()) {
      assertThat(found.getOrDefault(rule.getKey(), new TreeSet<>()))
          .as(rule.getKey())
          .isEqualTo(rule.getValue());
    }
    assertThat(found.keySet()).isEqualTo(expected.keySet());
  }

  private static List<Match> run(int parallelism) throws Exception {
    Configuration conf = new Configuration();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.setParallelism(parallelism);
    env.getConfig().setAutoWatermarkInterval(10);
    List<Observation> observations = observations();
    int size = observations.size();
    DataStream<Observation> stream =
        env.fromData(observations, CodecTypeInfo.of(ObservationCodec.INSTANCE))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Observation>forGenerator(context -> new Bounded(size))
                    .withTimestampAssigner((observation, time) -> observation.timeMillis()))
            .setParallelism(1);
    DataStream<RuleSetUpdate> none =
        env.fromData(
                List.of(new RuleSetUpdate(0, List.of())), CodecTypeInfo.of(RuleSetUpdate.CODEC))
            .filter(update -> false);
    Detections detections =
        Detector.detect(stream, none, new RuleSetUpdate(0, rules()), DetectSettings.DEFAULT);
    List<Match> matches = new ArrayList<>();
    try (CloseableIterator<Detection> found = detections.detections().executeAndCollect()) {
      found.forEachRemaining(detection -> matches.add((Match) detection));
    }
    return matches;
  }

  /** Half an hour late at most; at the end, time stops at the latest observation. */
  private static final class Bounded implements WatermarkGenerator<Observation> {
    private final int size;
    private int seen;
    private long latest = Long.MIN_VALUE;

    Bounded(int size) {
      this.size = size;
    }

    @Override
    public void onEvent(Observation observation, long time, WatermarkOutput output) {
      latest = Math.max(latest, time);
      if (++seen == size) {
        output.emitWatermark(new Watermark(latest));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      if (seen > 0 && seen < size) {
        output.emitWatermark(new Watermark(latest - Duration.ofMinutes(30).toMillis()));
      }
    }
  }

  private static List<RuleFile> rules() throws Exception {
    Path folder = Path.of(NycConformanceIT.class.getResource("/conformance").toURI());
    List<RuleFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        files.add(new RuleFile(path.getFileName().toString(), Files.readString(path)));
      }
    }
    return files;
  }

  private static List<Observation> observations() throws IOException {
    List<Observation> observations = new ArrayList<>();
    try (ObservationCsv csv = ObservationCsv.open(DATA.resolve("nyc-2013-observations.csv.gz"))) {
      while (csv.hasNext()) {
        if (csv.next() instanceof ObservationCsv.Good good) {
          observations.add(good.observation());
        }
      }
    }
    return observations;
  }

  /** In the form in which each rule's reference is given. */
  private static Map<String, TreeSet<String>> found(List<Match> matches) {
    Map<String, TreeSet<String>> found = new TreeMap<>();
    Map<String, List<Long>> falls = new HashMap<>();
    for (Match match : matches) {
      String station = match.stationId();
      String first = Instant.ofEpochMilli(match.firstMillis()).toString();
      String last = Instant.ofEpochMilli(match.timeMillis()).toString();
      switch (match.rule()) {
        case "r1", "r2", "r1-skip" -> add(found, match.rule(), station, first, last);
        case "r1-fall" -> add(found, match.rule(), station, last);
        case "r3" ->
            falls
                .computeIfAbsent(station + " " + last, key -> new ArrayList<>())
                .add(match.firstMillis());
        case "r4" -> add(found, match.rule(), station, time(match, "trough"), last);
        case "r5" -> add(found, match.rule(), station, first);
        default -> throw new IllegalStateException(match.rule());
      }
    }
    falls.forEach(
        (key, starts) ->
            add(
                found,
                "r3",
                key,
                String.valueOf(starts.size()),
                Instant.ofEpochMilli(starts.stream().min(Long::compare).orElseThrow()).toString(),
                Instant.ofEpochMilli(starts.stream().max(Long::compare).orElseThrow()).toString()));
    return found;
  }

  private static String time(Match match, String name) {
    for (StepEvidence step : match.steps()) {
      if (step.step().equals(name)) {
        return step.observations().get(0).time().toString();
      }
    }
    throw new IllegalStateException("no step " + name);
  }

  private static void add(Map<String, TreeSet<String>> to, String rule, String... parts) {
    to.computeIfAbsent(rule, key -> new TreeSet<>()).add(String.join(" ", parts));
  }

  private static Map<String, TreeSet<String>> expected() throws IOException {
    Map<String, TreeSet<String>> expected = new TreeMap<>();
    for (String rule : List.of("r1", "r2")) {
      String file = rule.equals("r1") ? "R1_rapid_drop.csv.gz" : "R2_explosive_fall.csv.gz";
      for (Map<String, String> row : rows(file)) {
        Instant end = Instant.parse(row.get("b_time"));
        for (String minutes : row.get("a_minutes_before_b").split(";", -1)) {
          Instant start = end.minusSeconds(60L * (long) Double.parseDouble(minutes));
          add(expected, rule, row.get("station_id"), start.toString(), end.toString());
        }
        if (rule.equals("r1")) {
          add(expected, "r1-fall", row.get("station_id"), end.toString());
        }
      }
    }
    for (Map<String, String> row : rows("R3_sustained_fall.csv.gz")) {
      add(
          expected,
          "r3",
          row.get("station_id"),
          row.get("b_time"),
          row.get("starts"),
          row.get("earliest_start"),
          row.get("latest_start"));
    }
    for (Map<String, String> row : rows("R4_front_passage.csv.gz")) {
      add(expected, "r4", row.get("station_id"), row.get("m_time"), row.get("c_time"));
    }
    for (Map<String, String> row : rows("R5_silent_station.csv.gz")) {
      if (row.get("next_time").isEmpty() || Double.parseDouble(row.get("gap_minutes")) > 180) {
        add(expected, "r5", row.get("station_id"), row.get("last_time"));
      }
    }
    for (Map<String, String> row : rows("nonoverlapping.csv.gz")) {
      if (row.get("rule").equals("R1")) {
        add(expected, "r1-skip", row.get("station_id"), row.get("start_time"), row.get("end_time"));
      }
    }
    return expected;
  }

  private static List<Map<String, String>> rows(String file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(EXPECTED.resolve(file))),
                StandardCharsets.US_ASCII))) {
      List<String> header = List.of(in.readLine().split(",", -1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> cells = List.of(line.split(",", -1));
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
          row.put(header.get(i), cells.get(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
