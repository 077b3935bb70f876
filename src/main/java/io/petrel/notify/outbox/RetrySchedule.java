package io.petrel.notify.outbox;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Pauses between attempts: exponential, with up to a quarter more or less, so that mails which
 * failed together do not come back together. The same seed gives the same pauses.
 */
public record RetrySchedule(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;
  private static final double SPREAD = 0.25;

  /**
   * The pause after a failure.
   *
   * @param failures so far, at least 1
   */
  public Duration pause(int failures, long seed) {
    int doublings = Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS);
    double millis =
        Math.min(first.toMillis() * Math.pow(2, doublings), (double) longest.toMillis());
    double factor = 1 + SPREAD * (2 * new SplittableRandom(seed + failures).nextDouble() - 1);
    return Duration.ofMillis(Math.max(1, Math.round(millis * factor)));
  }
}
