package io.petrel.replay;

import io.petrel.engine.PipelineSettings;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A backtest of one file as a ratio to reading and decoding the same file alone, in the same JVM,
 * in turns. Arguments: file, folder of rules, parallelism, rounds. The first round warms up.
 */
public final class BacktestBenchmark {
  private BacktestBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    List<RuleFile> rules = RuleFolder.read(Path.of(arguments[1])).files();
    int parallelism = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      long rows = decode(file);
      double decoding = seconds(start);
      start = System.nanoTime();
      long records;
      double running;
      try (History history = History.read(List.of(file), Span.ALL, new Silent())) {
        double reading = seconds(start);
        try (Backtest backtest = new Backtest(history, PipelineSettings.defaults(), parallelism)) {
          long begin = System.nanoTime();
          records = backtest.run(rules).alerts().size();
          running = seconds(begin);
        }
        System.out.printf(
            "round %d: %,d rows, %,d records; decode alone %.2f s (%,.0f/s); first reading %.2f s;"
                + " pipeline %.2f s (%,.0f/s); whole %.2f s (%,.0f/s); decode / whole %.2f; %s%n",
            round,
            rows,
            records,
            decoding,
            rows / decoding,
            reading,
            running,
            rows / running,
            seconds(start),
            rows / seconds(start),
            decoding / seconds(start),
            peak());
      }
    }
  }

  private static long decode(Path file) throws IOException {
    long rows = 0;
    try (ObservationFile observations = ObservationFile.open(file)) {
      while (observations.hasNext()) {
        rows += observations.next() instanceof ObservationCsv.Good ? 1 : 0;
      }
    }
    return rows;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** The largest resident set of this process so far, where Linux tells it. */
  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? "peak unknown"
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("peak unknown")
            .replaceAll("\\s+", " ");
  }

  private static final class Silent implements History.Listener {
    @Override
    public void badRow(Path file, ObservationCsv.Bad row) {}

    @Override
    public void read() {}
  }
}
