package io.petrel.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.PollInterval;

/**
 * How tests wait: with Awaitility, which looks in the thread of the test; often at first, and then
 * less, to leave the processor to what is waited for.
 */
public final class Waiting {
  private static final PollInterval BETWEEN_LOOKS =
      (looks, last) -> Duration.ofMillis(Math.min(5L * looks, 25));

  private Waiting() {}

  /** Waits until the condition holds; fails when it does not within the limit. */
  public static void await(Duration limit, Callable<Boolean> condition) {
    await(Awaitility.await(), limit, condition);
  }

  /** The same with a name for what is waited for, which the failure tells. */
  public static void await(String what, Duration limit, Callable<Boolean> condition) {
    await(Awaitility.await(what), limit, condition);
  }

  private static void await(ConditionFactory waiting, Duration limit, Callable<Boolean> condition) {
    waiting
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_LOOKS)
        .atMost(limit)
        .until(condition);
  }
}
