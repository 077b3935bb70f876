package io.petrel.notify.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * A mail that a server has accepted: a record of {@code petrel.mail.sent}. It has no address; the
 * Message-ID identifies the reader.
 *
 * @param incidents that it reports
 * @param timeMillis wall clock, milliseconds since 1970 UTC
 */
public record SentMail(
    String messageId, String subscription, List<String> incidents, long timeMillis) {
  public static final Codec<SentMail> CODEC =
      Codec.of("sent-mail", 1, SentMail.class, SentMail::write, SentMail::read);

  private static void write(SentMail mail, DataOutput out) throws IOException {
    StateFields.writeString(mail.messageId, out);
    StateFields.writeString(mail.subscription, out);
    StateFields.writeEach(mail.incidents, out, StateFields::writeString);
    out.writeLong(mail.timeMillis);
  }

  private static SentMail read(int version, DataInput in) throws IOException {
    return new SentMail(
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readEach(in, StateFields::readString),
        in.readLong());
  }

  public SentMail {
    incidents = List.copyOf(incidents);
  }

  /** The record's JSON: the same names in snake_case, {@code time} as ISO-8601. */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("message_id", messageId);
    json.put("subscription", subscription);
    ArrayNode ids = json.putArray("incidents");
    incidents.forEach(ids::add);
    json.put("time", Instant.ofEpochMilli(timeMillis).toString());
    return json.toString();
  }
}
