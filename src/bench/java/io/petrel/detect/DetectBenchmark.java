package io.petrel.detect;

import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Throughput of detection against stock Flink CEP (one operator a rule) and two floors. One
 * command: {@code src/bench/run}, which prints a table of ratios; {@code src/bench/run CASE...}
 * measures single cases, see {@link Case}.
 *
 * <p>Each pair runs in turn, A B A B, and the ratio is taken pair by pair, so that it holds when
 * the machine's speed drifts. Options are system properties: {@code runs}, {@code seconds} of each
 * run, {@code only} (rows whose name contains it).
 */
public final class DetectBenchmark {
  private static final int RUNS = Integer.getInteger("runs", 3);
  private static final int SECONDS = Integer.getInteger("seconds", 12);
  private static final int WARM_UP_SECONDS = 4;
  private static final String ONLY = System.getProperty("only", "");

  private DetectBenchmark() {}

  /**
   * A line of the table.
   *
   * @param target the ratio of A to B that is wanted
   */
  private record Row(String name, String a, String b, double target) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "100 selective rules, HashMap, against stock",
              "petrel/selective/100/1000/hashmap/1",
              "stock/selective/100/1000/hashmap/1",
              70),
          new Row(
              "100 selective rules, RocksDB, against stock with 50 stations",
              "petrel/selective/100/1000/rocksdb/1",
              "stock/selective/100/50/rocksdb/1",
              100),
          new Row(
              "100 selective rules, RocksDB, against buffer and timer",
              "petrel/selective/100/1000/rocksdb/1",
              "floor-timer/none/0/1000/rocksdb/1",
              0.8),
          new Row(
              "100 selective rules, RocksDB, against one read and write",
              "petrel/selective/100/1000/rocksdb/1",
              "floor/none/0/1000/rocksdb/1",
              0),
          new Row(
              "100 free-start rules, HashMap, against stock",
              "petrel/free/100/1000/hashmap/1",
              "stock/free/100/1000/hashmap/1",
              50),
          new Row(
              "1 free-start drop rule, RocksDB, against stock",
              "petrel/drop/1/500/rocksdb/1",
              "stock/drop/1/500/rocksdb/1",
              200),
          new Row(
              "1,000 threshold rules against 10",
              "petrel/threshold/1000/1000/hashmap/1",
              "petrel/threshold/10/1000/hashmap/1",
              0.7),
          new Row(
              "500 selective rules against 10, RocksDB",
              "petrel/selective/500/1000/rocksdb/1",
              "petrel/selective/10/1000/rocksdb/1",
              0.4),
          new Row(
              "1,000 selective rules against 10, RocksDB",
              "petrel/selective/1000/1000/rocksdb/1",
              "petrel/selective/10/1000/rocksdb/1",
              0),
          new Row(
              "20k stations against 1k, 100 rules, RocksDB",
              "petrel/selective/100/20000/rocksdb/1",
              "petrel/selective/100/1000/rocksdb/1",
              0.6),
          new Row(
              "parallelism 2 against 1, RocksDB",
              "petrel/selective/100/1000/rocksdb/2",
              "petrel/selective/100/1000/rocksdb/1",
              1.5));

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      for (String text : args) {
        single(Case.parse(text));
      }
      return;
    }
    if (ONLY.isEmpty()) {
      compareMatches();
    }
    System.out.printf(
        "%-62s %9s %19s %7s %15s %15s%n",
        "A against B", "A/B", "(spread)", "target", "A ev/s cpu-s/M", "B ev/s cpu-s/M");
    for (Row row : ROWS) {
      if (row.name().contains(ONLY)) {
        measure(row);
      }
    }
    if (ONLY.isEmpty()) {
      stateAndGarbage();
    }
  }

  private static void single(Case one) throws Exception {
    long events = calibrated(one);
    for (int run = 0; run < RUNS; run++) {
      Case.Result result = one.run(events);
      System.out.printf(
          Locale.ROOT,
          "%-40s %,10.0f ev/s %8.1f cpu-s/M %8.0f B/ev %9d matches%n",
          one,
          result.perSecond(),
          result.cpuSecondsPerMillion(),
          result.allocatedBytes(),
          result.matches());
    }
  }

  /** The same matches as stock, mix by mix, before anything is timed. */
  private static void compareMatches() throws Exception {
    for (String mix : List.of("selective", "free", "drop", "threshold")) {
      Case.Result ours = new Case("petrel", mix, 24, 200, "rocksdb", 1).run(8_000);
      Case.Result stock = new Case("stock", mix, 24, 200, "hashmap", 1).run(8_000);
      boolean same = ours.fingerprint() == stock.fingerprint();
      System.out.printf(
          Locale.ROOT,
          "matches of 24 %s rules: %d, stock %d, %s%n",
          mix,
          ours.matches(),
          stock.matches(),
          same ? "the same" : "DIFFERENT");
    }
  }

  private static void measure(Row row) throws Exception {
    Case a = Case.parse(row.a());
    Case b = Case.parse(row.b());
    long eventsOfA = calibrated(a);
    long eventsOfB = calibrated(b);
    double[] ratios = new double[RUNS];
    Case.Result[] ofA = new Case.Result[RUNS];
    Case.Result[] ofB = new Case.Result[RUNS];
    for (int run = 0; run < RUNS; run++) {
      ofA[run] = a.run(eventsOfA);
      ofB[run] = b.run(eventsOfB);
      ratios[run] = ofA[run].perSecond() / ofB[run].perSecond();
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%-62s %9.2f %9.2f..%8.2f %7s %,8.0f %6.1f %,8.0f %6.1f%n",
        row.name(),
        ratios[RUNS / 2],
        ratios[0],
        ratios[RUNS - 1],
        row.target() == 0 ? "-" : String.valueOf(row.target()),
        median(ofA, false),
        median(ofA, true),
        median(ofB, false),
        median(ofB, true));
  }

  /**
   * How many observations take about as long as a run should. Two runs warm up first: the speed of
   * the first is that of code not yet compiled, and runs sized by it would be over too soon.
   */
  private static long calibrated(Case one) throws Exception {
    boolean stock = one.engine().equals("stock");
    double cold = one.run(stock ? 2_000 : 300_000).perSecond();
    double warm = stock ? cold : one.run((long) (cold * WARM_UP_SECONDS)).perSecond();
    return Math.max(stock ? 1_000 : 100_000, (long) (warm * SECONDS));
  }

  private static double median(Case.Result[] results, boolean cpu) {
    return Arrays.stream(results)
        .mapToDouble(result -> cpu ? result.cpuSecondsPerMillion() : result.perSecond())
        .sorted()
        .skip(results.length / 2)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static void stateAndGarbage() throws Exception {
    Case one = Case.parse("petrel/selective/100/1000/hashmap/1");
    System.out.printf(
        Locale.ROOT,
        "state with 100 selective rules: %,.0f bytes a station (target 2,000)%n"
            + "allocated with 100 selective rules: %,.0f bytes an observation (target 1,024)%n",
        stateBytes(one.mix(), one.rules()),
        one.run(calibrated(one)).allocatedBytes());
  }

  /** Of a station, on average, as a checkpoint writes it, after ten hours of reports. */
  private static double stateBytes(String mix, int rules) throws Exception {
    int stations = 100;
    RuleSetUpdate set = new RuleSetUpdate(0, Workload.rules(mix, rules));
    try (OperatorRun run = new OperatorRun(set, DetectSettings.DEFAULT, null)) {
      for (long i = 0; i < 60L * stations; i++) {
        Observation observation = Workload.observation(i, stations);
        run.observe(observation);
        run.watermark(observation.timeMillis());
      }
      OperatorRun.Checkpoint unused = run.checkpoint(); // Busy stations are written by it only.
      return run.keyedBytes().values().stream().mapToInt(Integer::intValue).average().orElse(0);
    }
  }
}
