package io.petrel.notify.subscription;

import io.petrel.issue.SourceText;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.Serializable;

/**
 * A valid subscription file, in force from now on. Sent and stored as text, and parsed where it is
 * used.
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
