package io.petrel.notify.outbox;

import java.util.ArrayList;
import java.util.List;

/**
 * An incident that the recipient knows about.
 *
 * @param lastSequence of the newest record in a mail
 * @param messageIds of its mails, oldest first; of many the first and the last few
 * @param ended whether its end is in a mail; kept a while, so that a record that comes twice is
 *     known
 * @param forgetMillis wall clock at which this is forgotten
 */
record Told(
    String incident,
    String subscription,
    int lastSequence,
    List<String> messageIds,
    boolean ended,
    long forgetMillis) {
  private static final int MOST_IDS = 8;

  Told {
    messageIds = List.copyOf(messageIds);
  }

  static List<String> append(List<String> ids, String id) {
    List<String> all = new ArrayList<>(ids);
    all.add(id);
    while (all.size() > MOST_IDS) {
      all.remove(1);
    }
    return all;
  }
}
