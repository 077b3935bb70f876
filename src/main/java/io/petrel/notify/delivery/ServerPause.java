package io.petrel.notify.delivery;

import io.petrel.notify.outbox.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Backs off from a mail server that cannot be talked to: all mails wait, one at a time probes. A
 * connection that breaks at one mail makes nobody else wait. Not thread-safe.
 */
final class ServerPause {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** When the mails of so many recipients break their connections, it is hardly these mails. */
  private static final int EVERYBODY = 3;

  private final RetrySchedule schedule;
  private final long seed;
  private int failures;
  private Instant until = Instant.MIN;

  /** Recipients, {@link #EVERYBODY} at most, whose mails broke connections since one was taken. */
  private final Set<String> broken = new HashSet<>();

  ServerPause(Duration longest, long seed) {
    Duration first = longest.compareTo(FIRST) < 0 ? longest : FIRST;
    this.schedule = new RetrySchedule(first, longest);
    this.seed = seed;
  }

  /** The server took a mail, or said why not. */
  void answered() {
    reached();
    broken.clear();
  }

  /** A connection was good, and broke at a mail to that recipient. */
  void brokeAt(String recipient) {
    reached();
    if (broken.size() < EVERYBODY) {
      broken.add(recipient);
    }
  }

  private void reached() {
    failures = 0;
    until = Instant.MIN;
  }

  /** Several connections may fail at once: only the first of them makes the pause longer. */
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

  /** Mails that may be under way at the same time. */
  int room(int connections) {
    return failures == 0 ? connections : 1;
  }

  Instant until() {
    return until;
  }

  /** Connections in a row that could not be had. */
  int failures() {
    return failures;
  }

  /** Whether nobody's mails go, so that what waits meanwhile can come together. */
  boolean serverIsAway() {
    return failures > 0 || broken.size() >= EVERYBODY;
  }
}
