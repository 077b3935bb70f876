package io.petrel.notify.delivery;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Queue of the recipients that may have something to send, first come, first served. One mail of a
 * recipient is in transit at a time. Not thread-safe.
 */
final class RecipientScheduler {
  private final LinkedHashSet<String> ready = new LinkedHashSet<>();
  private final Set<String> underWay = new HashSet<>();

  void ready(String recipient) {
    ready.add(recipient);
  }

  void ready(Collection<String> recipients) {
    ready.addAll(recipients);
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /**
   * The recipient to serve now. Skips one with a mail in transit: the end of that mail makes it
   * ready again.
   *
   * @param room mails that may be in transit at the same time
   */
  Optional<String> next(int room) {
    while (!ready.isEmpty() && underWay.size() < room) {
      String recipient = ready.iterator().next();
      ready.remove(recipient);
      if (!underWay.contains(recipient)) {
        return Optional.of(recipient);
      }
    }
    return Optional.empty();
  }

  void started(String recipient) {
    underWay.add(recipient);
  }

  /** Its mail is finished, sent or not; there may be more. */
  void ended(String recipient) {
    underWay.remove(recipient);
    ready.add(recipient);
  }
}
