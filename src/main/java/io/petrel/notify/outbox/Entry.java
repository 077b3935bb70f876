package io.petrel.notify.outbox;

import io.petrel.alert.Severity;
import io.petrel.notify.render.Digest;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is to be told, and is not yet in a mail. Its body is kept beside, by number.
 *
 * @param end whether it ends its incident
 * @param exempt whether neither limit nor silence holds it: the end of what was told
 * @param dueMillis wall clock at which it may go
 * @param cause why it had to wait; null = it did not
 */
record Entry(
    long number,
    String incident,
    int sequence,
    String subscription,
    Severity severity,
    boolean end,
    boolean exempt,
    long dueMillis,
    Digest.@Nullable Cause cause) {

  Entry heldUntil(long millis, Digest.@Nullable Cause why) {
    return new Entry(number, incident, sequence, subscription, severity, end, exempt, millis, why);
  }

  String record() {
    return incident + "\n" + sequence;
  }
}
