package io.petrel.notify.delivery;

import java.io.IOException;
import java.io.Serializable;
import java.util.Set;

/**
 * Mails recorded as soon as a server accepted them, from {@code Notifications.Delivery.sent()}, in
 * a place that outlives the job. A checkpoint knows only mails sent before it; without this record
 * a crash would repeat all later ones.
 */
@FunctionalInterface
public interface SentMailLog extends Serializable {
  /** Records nothing: after a crash all mails since the last checkpoint are sent again. */
  SentMailLog NONE = sinceMillis -> Set.of();

  /**
   * Message-IDs of the mails recorded at that wall clock or later. Earlier ones are harmless.
   *
   * @throws IOException if they cannot be read now; the job restarts and tries again
   */
  Set<String> since(long sinceMillis) throws IOException;
}
