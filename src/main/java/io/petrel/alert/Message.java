package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule's texts about one match, rendered at the match.
 *
 * @param event short name of the danger: the rule's title (CAP {@code event})
 * @param headline one line
 * @param description what happens; may be empty
 * @param instruction what to do; null = the rule has none
 * @param labels the rule's labels
 */
public record Message(
    String event,
    Severity severity,
    Urgency urgency,
    Certainty certainty,
    Category category,
    String headline,
    String description,
    @Nullable String instruction,
    Map<String, String> labels) {
  public static final Codec<Message> CODEC =
      Codec.of("message", 1, Message.class, Message::write, Message::read);

  private static void write(Message message, DataOutput out) throws IOException {
    StateFields.writeString(message.event, out);
    StateFields.writeEnum(message.severity, out);
    StateFields.writeEnum(message.urgency, out);
    StateFields.writeEnum(message.certainty, out);
    StateFields.writeEnum(message.category, out);
    StateFields.writeString(message.headline, out);
    StateFields.writeString(message.description, out);
    StateFields.writeNullableString(message.instruction, out);
    StateFields.writeStrings(message.labels, out);
  }

  private static Message read(int version, DataInput in) throws IOException {
    return new Message(
        StateFields.readString(in),
        StateFields.readEnum(Severity.class, in),
        StateFields.readEnum(Urgency.class, in),
        StateFields.readEnum(Certainty.class, in),
        StateFields.readEnum(Category.class, in),
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readNullableString(in),
        StateFields.readStrings(in));
  }

  /** Label for the language of the texts, such as {@code de} (RFC 5646); absent = en-US. */
  public static final String LANGUAGE = "language";

  public Message {
    labels = Map.copyOf(labels);
  }
}
