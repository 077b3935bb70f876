package io.petrel.notify.subscription;

import io.petrel.issue.SourceText;

/**
 * A good subscription file that is to hold from now on. It travels and rests as text, and is read
 * where it is used.
 *
 * @param revision grows by one with each set; the set a job starts with is 0
 * @param name of the file, for messages
 */
public record SubscriptionSet(long revision, String name, String text) {
  /** Nobody gets anything. */
  public static final SubscriptionSet EMPTY =
      new SubscriptionSet(0, "subscriptions.yaml", "subscriptions: []\n");

  public SourceText source() {
    return new SourceText(name, text);
  }
}
