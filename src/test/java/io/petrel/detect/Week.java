package io.petrel.detect;

import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** The shipped rules over days of reports every ten minutes, and the silence after them. */
final class Week {
  private static final long REPORT = Duration.ofMinutes(10).toMillis();
  private static final int A_DAY = 144;
  private static final long START = 1_700_000_000_000L;

  private Week() {}

  /**
   * How large it all is at one moment.
   *
   * @param hours since the first report
   * @param stations in keyed state
   * @param bytes of a station in keyed state, on average
   * @param wakes entries of the queue of stations to be looked at
   * @param heap bytes in use after a collection
   */
  record Size(long hours, int stations, long bytes, int wakes, long heap) {}

  /** Sizes at the end of each day of reports, then an hour, a day and 31 days after the last. */
  static List<Size> of(int stations, int days) throws Exception {
    List<RuleFile> rules = RuleFolder.read(Path.of("rules")).files();
    DetectSettings settings = new DetectSettings(1000, 60, Duration.ofDays(30), stations);
    List<Size> sizes = new ArrayList<>();
    try (OperatorRun run =
        new OperatorRun(new RuleSetUpdate(0, rules), settings, new EmbeddedRocksDBStateBackend())) {
      long time = START;
      for (int report = 1; report <= days * A_DAY; report++) {
        time = START + report * REPORT;
        List<Observation> round = new ArrayList<>();
        for (int station = 0; station < stations; station++) {
          round.add(observation(station, report, time));
        }
        run.observe(round);
        run.watermark(time);
        run.detections().clear();
        if (report % A_DAY == 0) {
          sizes.add(size(run, time));
        }
      }
      for (Duration silence :
          List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(31))) {
        run.watermark(time + silence.toMillis());
        run.detections().clear();
        sizes.add(size(run, time + silence.toMillis()));
      }
    }
    return sizes;
  }

  private static Size size(OperatorRun run, long time) throws Exception {
    run.checkpoint();
    Map<String, Integer> bytes = run.keyedBytes();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Size(
        (time - START) / 3_600_000,
        bytes.size(),
        (long) bytes.values().stream().mapToInt(Integer::intValue).average().orElse(0),
        run.wakes(),
        runtime.totalMemory() - runtime.freeMemory());
  }

  /** A slow wave with noise, so that many rules have something in progress and some match. */
  private static Observation observation(int station, int report, long time) {
    double wave = Math.sin((report + station * 37) / 25.0);
    double noise = ((report * 7919L + station * 104_729L) % 1000) / 1000.0;
    return Observation.at("s" + station, time + station % 60 * 1000L - 60_000)
        .set(Variables.PRESSURE_HPA, 1000 + 15 * wave + noise)
        .set(Variables.TEMPERATURE_C, 2 - 8 * wave + noise)
        .set(Variables.DEW_POINT_C, -1 - 8 * wave)
        .set(Variables.HUMIDITY_PCT, 80 + 15 * noise)
        .set(Variables.WIND_SPEED_MS, 12 - 10 * wave + 3 * noise)
        .set(Variables.WIND_GUST_MS, 16 - 12 * wave + 6 * noise)
        .set(Variables.WIND_DIRECTION_DEG, (report * 5 + station) % 360)
        .set(Variables.VISIBILITY_M, 5000 + 4900 * wave)
        .set(Variables.PRECIP_MM, Math.max(0, -wave) * 3)
        .build();
  }
}
