package io.petrel.notify.delivery;

import io.petrel.notify.outbox.Outbox;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Recipients whose alerts wait only for the mail server. Safe for many threads. */
final class WaitingRecipients {
  private final Map<String, Waiting> byRecipient = new ConcurrentHashMap<>();

  private record Waiting(long sinceMillis, int mails) {}

  void note(String recipient, Outbox outbox, Instant now) {
    long since = outbox.oldestWaitingMillis(now);
    if (since == Long.MAX_VALUE) {
      byRecipient.remove(recipient);
    } else {
      byRecipient.put(recipient, new Waiting(since, outbox.open().size()));
    }
  }

  boolean isEmpty() {
    return byRecipient.isEmpty();
  }

  Set<String> recipients() {
    return byRecipient.keySet();
  }

  int count() {
    return byRecipient.size();
  }

  /** Mails that are decided and that no server has accepted yet. */
  long mails() {
    return byRecipient.values().stream().mapToLong(Waiting::mails).sum();
  }

  /** Waiting time of the oldest alert; 0 = none waits. */
  long oldestMillis(long nowMillis) {
    return byRecipient.values().stream()
        .mapToLong(Waiting::sinceMillis)
        .map(since -> Math.max(0, nowMillis - since))
        .max()
        .orElse(0);
  }
}
