package io.petrel.detect;

/**
 * How large detection gets in a week, and what is left when all stations are silent. One command:
 * {@code src/bench/run-week [STATIONS]}.
 */
public final class WeekBenchmark {
  private WeekBenchmark() {}

  public static void main(String[] args) throws Exception {
    int stations = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    long begun = System.nanoTime();
    System.out.printf(
        "%8s %9s %12s %8s %8s%n", "hours", "stations", "bytes each", "wakes", "heap MB");
    for (Week.Size size : Week.of(stations, 7)) {
      System.out.printf(
          "%8d %9d %12d %8d %8d%n",
          size.hours(), size.stations(), size.bytes(), size.wakes(), size.heap() >> 20);
    }
    System.out.printf(
        "%,d observations in %d s%n",
        stations * 7L * 144, (System.nanoTime() - begun) / 1_000_000_000);
  }
}
