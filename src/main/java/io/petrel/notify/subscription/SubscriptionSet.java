package io.petrel.notify.subscription;

import io.petrel.issue.SourceText;
import java.io.Serializable;

/**
 * A good subscription file that is to hold from now on. It travels and rests as text, and is read
 * where it is used.
 *
 * @param name of the file, for messages
 */
public record SubscriptionSet(String name, String text) implements Serializable {
  /** Nobody gets anything. */
  public static final SubscriptionSet EMPTY =
      new SubscriptionSet("subscriptions.yaml", "subscriptions: []\n");

  public SourceText source() {
    return new SourceText(name, text);
  }
}
