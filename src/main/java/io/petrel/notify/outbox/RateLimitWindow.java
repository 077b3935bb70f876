package io.petrel.notify.outbox;

import io.petrel.notify.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Counts mails for the limit of any one hour. Not thread-safe. */
final class RateLimitWindow {
  private static final Duration HOUR = Duration.ofHours(1);
  private final List<OutboxState.Counted> list;

  RateLimitWindow(List<OutboxState.Counted> counted) {
    this.list = new ArrayList<>(counted);
  }

  List<OutboxState.Counted> list() {
    return list;
  }

  void forget(Instant now) {
    list.removeIf(counted -> counted.millis() <= now.minus(HOUR).toEpochMilli());
  }

  /** Mails that the limit still allows in this hour. */
  int free(Subscription subscription, Instant now) {
    if (subscription.limitPerHour() == 0) {
      return Integer.MAX_VALUE;
    }
    forget(now);
    return Math.max(0, subscription.limitPerHour() - of(subscription).size());
  }

  /** When the oldest mail that counts is an hour old. */
  Instant freeAgain(Subscription subscription, Instant now) {
    return of(subscription).stream()
        .min(Long::compare)
        .map(millis -> Instant.ofEpochMilli(millis).plus(HOUR))
        .orElse(now);
  }

  void count(Subscription subscription, Instant now) {
    if (subscription.limitPerHour() > 0) {
      list.add(new OutboxState.Counted(subscription.name(), now.toEpochMilli()));
    }
  }

  private List<Long> of(Subscription subscription) {
    return list.stream()
        .filter(counted -> counted.subscription().equals(subscription.name()))
        .map(OutboxState.Counted::millis)
        .toList();
  }
}
