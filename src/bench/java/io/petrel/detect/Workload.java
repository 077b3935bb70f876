package io.petrel.detect;

import io.petrel.rule.RuleFile;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What benchmarks run: reports every ten minutes from every station, now and then a storm, and
 * mixes of rules no two of which are the same. The same in every run.
 */
final class Workload {
  /** Rounds of reports that fill the windows: 3 h 20. */
  static final int WARM_ROUNDS = 20;

  private static final long START = 1_700_000_000_000L;

  private Workload() {}

  /** A slow wave of pressure with noise, and now and then a storm; the same in every run. */
  static Observation observation(long index, int stations) {
    int station = (int) (index % stations);
    long round = index / stations;
    double noise = noise(index);
    boolean storm = noise(round / 12 * 7919 + station) > 0.99;
    double wave = 8 * Math.sin((round + station * 37) / 70.0);
    return Observation.at("s" + station, START + round * 600_000 + station * 600_000L / stations)
        .set(
            Variables.PRESSURE_HPA,
            tenths(1013 + wave + noise - (storm ? 6 * noise(index + 1) : 0)))
        .set(Variables.TEMPERATURE_C, tenths(15 + wave + 3 * noise(index + 2)))
        .set(Variables.HUMIDITY_PCT, tenths(100 * noise(index + 3)))
        .set(Variables.WIND_SPEED_MS, tenths(10 * noise(index + 4) + (storm ? 12 : 0)))
        .set(Variables.WIND_GUST_MS, tenths(9.3 * noise(index + 5) + (storm ? 15 : 0)))
        .build();
  }

  /** The index of an observation from its station and time. */
  static int index(String station, long timeMillis, int stations) {
    int round = (int) ((timeMillis - START) / 600_000);
    return round * stations + Integer.parseInt(station.substring(1));
  }

  /** 0 to 1. */
  private static double noise(long seed) {
    long z = (seed + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  /**
   * The rules of a mix: {@code free} (a start on every observation), {@code selective}, {@code
   * drop} (free starts, one kind) or {@code threshold}.
   */
  static List<RuleFile> rules(String mix, int count) {
    RuleFile[] files = new RuleFile[count];
    Arrays.setAll(
        files,
        i -> {
          String id = "%s-%04d".formatted("abcd".charAt(i % 4), i);
          String body =
              switch (mix) {
                case "threshold" -> threshold(i);
                case "drop" -> drop(i, "");
                default -> {
                  boolean selective = mix.equals("selective");
                  yield switch (i % 4) {
                    case 0 -> drop(i, selective ? "    where: wind_gust_ms > 8.0\n" : "");
                    case 1 -> falling(i, selective ? "    where: humidity_pct > 91.0\n" : "");
                    case 2 -> threshold(i);
                    default -> gusts(i);
                  };
                }
              };
          return new RuleFile(
              id + ".yaml",
              """
              rule: %s
              title: Benchmark
              severity: minor
              urgency: immediate
              certainty: observed
              category: met
              headline: Benchmark
              """
                      .formatted(id)
                  + body);
        });
    return List.of(files);
  }

  private static String drop(int i, String start) {
    return "within: 3h\nafter-match: no-skip\npattern:\n  - step: a\n"
        + start
        + "  - step: b\n    follows: relaxed\n    where: a.pressure_hpa - pressure_hpa >= "
        + number(7 + i % 50 * 0.1 + i * 1e-5)
        + "\n";
  }

  private static String falling(int i, String start) {
    String step = "  - step: %s\n    follows: strict\n    where: pressure_hpa < %s.pressure_hpa\n";
    return "within: 3h\nafter-match: no-skip\npattern:\n  - step: a\n"
        + start
        + step.formatted("b", "a")
        + step.formatted("c", "b")
        + "  - step: d\n    follows: strict\n    where: wind_speed_ms > "
        + number(18 + i % 50 * 0.05 + i * 1e-5)
        + "\n";
  }

  private static String threshold(int i) {
    return "after-match: no-skip\nwhen: wind_gust_ms > "
        + number(23.9 + i % 50 * 0.008 + i * 1e-6)
        + "\n";
  }

  private static String gusts(int i) {
    return "within: 3h\nafter-match: no-skip\npattern:\n  - step: a\n    times: 3\n"
        + "    consecutive: true\n    where: wind_speed_ms > "
        + number(15 + i % 50 * 0.05 + i * 1e-5)
        + "\n  - step: b\n    follows: strict\n    where: pressure_hpa > a[2].pressure_hpa\n";
  }

  private static String number(double limit) {
    return String.format(Locale.ROOT, "%.6f", limit);
  }
}
