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
 * A mail that no server accepts: a record of {@code petrel.mail.undeliverable}.
 *
 * @param recipient bare address
 * @param incidents that it reports
 * @param digest whether it has several alerts
 * @param code SMTP reply code; 0 = too many tries failed, or the mail could not be written
 * @param reply the server's reply; for a mail that could not be written, its alerts and the error
 * @param attempts including this one
 * @param timeMillis wall clock, milliseconds since 1970 UTC
 */
public record Undeliverable(
    String recipient,
    String subscription,
    String messageId,
    List<String> incidents,
    boolean digest,
    int code,
    String reply,
    int attempts,
    long timeMillis) {
  public static final Codec<Undeliverable> CODEC =
      Codec.of("undeliverable", 1, Undeliverable.class, Undeliverable::write, Undeliverable::read);

  private static void write(Undeliverable mail, DataOutput out) throws IOException {
    StateFields.writeString(mail.recipient, out);
    StateFields.writeString(mail.subscription, out);
    StateFields.writeString(mail.messageId, out);
    StateFields.writeEach(mail.incidents, out, StateFields::writeString);
    out.writeBoolean(mail.digest);
    out.writeInt(mail.code);
    StateFields.writeString(mail.reply, out);
    out.writeInt(mail.attempts);
    out.writeLong(mail.timeMillis);
  }

  private static Undeliverable read(int version, DataInput in) throws IOException {
    return new Undeliverable(
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readEach(in, StateFields::readString),
        in.readBoolean(),
        in.readInt(),
        StateFields.readString(in),
        in.readInt(),
        in.readLong());
  }

  public Undeliverable {
    incidents = List.copyOf(incidents);
  }

  /** The record's JSON: the same names in snake_case, {@code time} as ISO-8601. */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("recipient", recipient);
    json.put("subscription", subscription);
    json.put("message_id", messageId);
    ArrayNode ids = json.putArray("incidents");
    incidents.forEach(ids::add);
    json.put("digest", digest);
    json.put("code", code);
    json.put("reply", reply);
    json.put("attempts", attempts);
    json.put("time", Instant.ofEpochMilli(timeMillis).toString());
    return json.toString();
  }
}
