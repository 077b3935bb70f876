package io.petrel.notify.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose turn it is: the recipients that may have something to send. One mail of a recipient is
 * under way at a time. Recipients whose last mail failed queue apart from the others: the two
 * queues take turns, and the failing ones never have more than half of the room, so a mail that
 * only times out keeps nobody from the server. In each queue first come, first served. Not
 * thread-safe.
 */
final class RecipientScheduler {
  private final LinkedHashSet<String> well = new LinkedHashSet<>();
  private final LinkedHashSet<String> failing = new LinkedHashSet<>();
  private final Set<String> failed = new HashSet<>();
  private final Set<String> underWay = new HashSet<>();
  private boolean failingNext;

  void ready(String recipient) {
    (failed.contains(recipient) ? failing : well).add(recipient);
  }

  void ready(Collection<String> recipients) {
    recipients.forEach(this::ready);
  }

  /** Those that wait for their turn and have no mail under way. */
  List<String> waiting() {
    List<String> waiting = new ArrayList<>(well);
    waiting.addAll(failing);
    waiting.removeAll(underWay);
    return waiting;
  }

  boolean hasReady() {
    return !well.isEmpty() || !failing.isEmpty();
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }

  /**
   * The recipient to serve now. One with a mail under way is passed over: the end of that mail
   * makes it ready again.
   *
   * @param room mails that may be under way at the same time
   */
  Optional<String> next(int room) {
    well.removeAll(underWay);
    failing.removeAll(underWay);
    if (underWay.size() >= room) {
      return Optional.empty();
    }
    long failingUnderWay = underWay.stream().filter(failed::contains).count();
    boolean failingMay = !failing.isEmpty() && failingUnderWay < Math.max(1, room / 2);
    boolean fromFailing = failingMay && (failingNext || well.isEmpty());
    LinkedHashSet<String> queue = fromFailing ? failing : well;
    if (queue.isEmpty()) {
      return Optional.empty();
    }
    failingNext = !fromFailing;
    String recipient = queue.iterator().next();
    queue.remove(recipient);
    return Optional.of(recipient);
  }

  /** Whether the server may be taking a mail of the recipient just now. */
  boolean isUnderWay(String recipient) {
    return underWay.contains(recipient);
  }

  void started(String recipient) {
    underWay.add(recipient);
  }

  /** Says in which queue the recipient stands from now on. */
  void lastFailed(String recipient, boolean itFailed) {
    if (itFailed) {
      failed.add(recipient);
    } else {
      failed.remove(recipient);
    }
  }

  /** Its mail has ended, one way or other; there may be more, behind those who wait. */
  void ended(String recipient) {
    underWay.remove(recipient);
    well.remove(recipient);
    failing.remove(recipient);
    ready(recipient);
  }
}
