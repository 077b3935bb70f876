package io.petrel.notify.subscription;

import io.petrel.issue.SourceText;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.Serializable;

/**
 * A good subscription file that is to hold from now on. It travels and rests as text, and is read
 * where it is used.
 *
 * @param name of the file, for messages
 */
public record SubscriptionSet(String name, String text) implements Serializable {
  public static final Codec<SubscriptionSet> CODEC =
      Codec.of(
          "subscription-set",
          1,
          SubscriptionSet.class,
          (set, out) -> {
            StateFields.writeString(set.name, out);
            StateFields.writeString(set.text, out);
          },
          (version, in) ->
              new SubscriptionSet(StateFields.readString(in), StateFields.readString(in)));

  /** Nobody gets anything. */
  public static final SubscriptionSet EMPTY =
      new SubscriptionSet("subscriptions.yaml", "subscriptions: []\n");

  public SourceText source() {
    return new SourceText(name, text);
  }
}
