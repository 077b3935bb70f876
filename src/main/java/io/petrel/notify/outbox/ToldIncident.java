package io.petrel.notify.outbox;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An incident about which the recipient got mail.
 *
 * @param lastSequence of the newest record in a mail
 * @param messageIds of its mails, oldest first; of many the first and the last few
 * @param ended whether its end is in the last mail; kept for a while, to detect a record that
 *     arrives twice, and because an end can be corrected
 * @param forgetMillis wall clock at which this is forgotten
 */
record ToldIncident(
    String incident,
    String subscription,
    int lastSequence,
    List<String> messageIds,
    boolean ended,
    long forgetMillis) {
  static final Codec<ToldIncident> CODEC =
      Codec.of("outbox-told", 1, ToldIncident.class, ToldIncident::write, ToldIncident::read);

  private static void write(ToldIncident told, DataOutput out) throws IOException {
    StateFields.writeString(told.incident, out);
    StateFields.writeString(told.subscription, out);
    out.writeInt(told.lastSequence);
    StateFields.writeEach(told.messageIds, out, StateFields::writeString);
    out.writeBoolean(told.ended);
    out.writeLong(told.forgetMillis);
  }

  private static ToldIncident read(int version, DataInput in) throws IOException {
    return new ToldIncident(
        StateFields.readString(in),
        StateFields.readString(in),
        in.readInt(),
        StateFields.readEach(in, StateFields::readString),
        in.readBoolean(),
        in.readLong());
  }

  private static final int MOST_IDS = 8;

  ToldIncident {
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
