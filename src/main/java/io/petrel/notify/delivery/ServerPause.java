package io.petrel.notify.delivery;

import io.petrel.notify.outbox.RetrySchedule;
import java.time.Duration;
import java.time.Instant;

/**
 * Backs off from an unreachable mail server: all mails wait, one at a time probes the server. Not
 * thread-safe.
 */
final class ServerPause {
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final RetrySchedule schedule;
  private final long seed;
  private int failures;
  private Instant until = Instant.MIN;

  ServerPause(Duration longest, long seed) {
    Duration first = longest.compareTo(FIRST) < 0 ? longest : FIRST;
    this.schedule = new RetrySchedule(first, longest);
    this.seed = seed;
  }

  void succeeded() {
    failures = 0;
    until = Instant.MIN;
  }

  /** Several connections may fail at once: only the first failure makes the pause longer. */
  void failed(Instant now) {
    if (!isOver(now)) {
      return;
    }
    failures++;
    until = now.plus(schedule.pause(failures, seed));
  }

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }

  /** Mails that may be in transit at the same time. */
  int room(int connections) {
    return failures == 0 ? connections : 1;
  }

  Instant until() {
    return until;
  }

  int failures() {
    return failures;
  }
}
