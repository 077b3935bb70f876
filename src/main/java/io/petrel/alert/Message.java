package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says to people about one match, rendered at the match.
 *
 * @param event short name of the danger: the rule's title (CAP {@code event})
 * @param headline one line
 * @param description what happens; may be empty
 * @param instruction what to do; null if the rule gives none
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
    Fields.writeString(message.event, out);
    Fields.writeEnum(message.severity, out);
    Fields.writeEnum(message.urgency, out);
    Fields.writeEnum(message.certainty, out);
    Fields.writeEnum(message.category, out);
    Fields.writeString(message.headline, out);
    Fields.writeString(message.description, out);
    Fields.writeNullableString(message.instruction, out);
    Fields.writeStrings(message.labels, out);
  }

  private static Message read(int version, DataInput in) throws IOException {
    return new Message(
        Fields.readString(in),
        Fields.readEnum(Severity.class, in),
        Fields.readEnum(Urgency.class, in),
        Fields.readEnum(Certainty.class, in),
        Fields.readEnum(Category.class, in),
        Fields.readString(in),
        Fields.readString(in),
        Fields.readNullableString(in),
        Fields.readStrings(in));
  }

  public Message {
    labels = Map.copyOf(labels);
  }
}
