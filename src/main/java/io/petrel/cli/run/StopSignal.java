package io.petrel.cli.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until stopped end cleanly: Ctrl-C and SIGTERM raise the signal, and the
 * JVM then waits for a limited time until the command is done.
 */
public final class StopSignal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch raised = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-signal");

  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits for the signal; true when it came in time. */
  public boolean await(Duration limit) throws InterruptedException {
    return raised.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isRaised() {
    return raised.getCount() == 0;
  }

  /** The command is done: the JVM may end. */
  @Override
  public void close() {
    done.countDown();
    if (!isRaised()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM has begun to stop; the hook will find that the command is done.
      }
    }
  }

  private void stopAndWait() {
    raised.countDown();
    try {
      if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
