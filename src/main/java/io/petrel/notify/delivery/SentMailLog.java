package io.petrel.notify.delivery;

import java.io.IOException;
import java.io.Serializable;
import java.util.Set;

/**
 * What was recorded of mails the moment a server took them: {@code Notifications.Delivery.sent()},
 * kept somewhere that outlives the job. A checkpoint knows only what left before it; without this
 * record a crash would repeat everything that left since.
 */
@FunctionalInterface
public interface SentMailLog extends Serializable {
  /** Nothing is recorded: after a crash all comes again that left since the last checkpoint. */
  SentMailLog NONE = sinceMillis -> Set.of();

  /**
   * Message-IDs of the mails recorded at that wall clock or later. More is no harm.
   *
   * @throws IOException if they cannot be had now; the job starts anew and asks again
   */
  Set<String> since(long sinceMillis) throws IOException;
}
