package io.petrel.notify;

import io.petrel.notify.outbox.Outbox;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Recipients whose alerts nothing but the mail server holds back. Safe for many threads. */
final class WaitingRecipients {
  private final Map<String, Long> sinceMillis = new ConcurrentHashMap<>();

  void note(String recipient, Outbox outbox, Instant now) {
    long since = outbox.oldestWaitingMillis(now);
    if (since == Long.MAX_VALUE) {
      sinceMillis.remove(recipient);
    } else {
      sinceMillis.put(recipient, since);
    }
  }

  boolean isEmpty() {
    return sinceMillis.isEmpty();
  }

  Set<String> recipients() {
    return sinceMillis.keySet();
  }

  int count() {
    return sinceMillis.size();
  }

  /** How long the oldest alert has waited; 0 = none waits. */
  long oldestMillis(long nowMillis) {
    return sinceMillis.values().stream()
        .min(Long::compare)
        .map(since -> Math.max(0, nowMillis - since))
        .orElse(0L);
  }
}
