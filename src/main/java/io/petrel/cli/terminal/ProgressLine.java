package io.petrel.cli.terminal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows the progress of long work on an interactive terminal: share, rate and time left. */
public final class ProgressLine {
  private static final long EVERY_MILLIS = 250;

  private ProgressLine() {}

  /** Long work. */
  public interface Work<T, E extends Exception> {
    T run() throws E, InterruptedException;
  }

  /**
   * Does the work and shows its progress.
   *
   * @param what the work is, such as {@code reading}
   * @param total observations in all; 0 = not known
   * @param done observations so far; asked by another thread
   */
  public static <T, E extends Exception> T during(
      Terminal terminal, String what, long total, LongSupplier done, Work<T, E> work)
      throws E, InterruptedException {
    if (!terminal.showsProgress()) {
      return work.run();
    }
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      long start = System.nanoTime();
      var unused =
          clock.scheduleAtFixedRate(
              () ->
                  terminal.progress(
                      text(
                          what,
                          total,
                          done.getAsLong(),
                          Duration.ofNanos(System.nanoTime() - start))),
              EVERY_MILLIS,
              EVERY_MILLIS,
              TimeUnit.MILLISECONDS);
      return work.run();
    } finally {
      clock.shutdownNow();
    }
  }

  /** The line to show after some time. */
  static String text(String what, long total, long done, Duration since) {
    double rate = done * 1000.0 / Math.max(1, since.toMillis());
    String count = "%,d observations, %,.0f/s".formatted(done, rate);
    if (total == 0) {
      return "%s: %s".formatted(what, count);
    }
    String left = done == 0 ? "" : ", %s left".formatted(clock(Math.round((total - done) / rate)));
    return "%s: %3d %%, %s%s".formatted(what, 100 * done / total, count, left);
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
