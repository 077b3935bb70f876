package io.petrel.notify.outbox;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often and how long mails are retried.
 *
 * @param firstRetry pause after the first failure; doubles with each one
 * @param longestRetry longest pause
 * @param giveUpAfter a mail that is not accepted for this long is undeliverable (RFC 5321, 4.5.4.1:
 *     at least 4 to 5 days)
 * @param staleAfter alerts that could not be sent for this long come in one mail, marked as late
 * @param window mails of one recipient that are decided but not yet accepted; further alerts wait,
 *     so that after an outage they can come in one mail. A recipient gets at most this many in one
 *     checkpoint interval
 * @param mostInDigest alerts listed in one digest
 */
public record DeliveryTerms(
    Duration firstRetry,
    Duration longestRetry,
    Duration giveUpAfter,
    Duration staleAfter,
    int window,
    int mostInDigest)
    implements Serializable {
  public static final DeliveryTerms DEFAULT =
      new DeliveryTerms(
          Duration.ofSeconds(15),
          Duration.ofMinutes(15),
          Duration.ofDays(5),
          Duration.ofMinutes(30),
          16,
          50);

  public DeliveryTerms {
    if (firstRetry.isNegative() || firstRetry.isZero() || longestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException(
          "retries from %s to %s: the first must be > 0 and at most the longest"
              .formatted(firstRetry, longestRetry));
    }
    if (window < 1 || mostInDigest < 1) {
      throw new IllegalArgumentException(
          "window is %d, mostInDigest is %d, both must be > 0".formatted(window, mostInDigest));
    }
  }
}
