package io.petrel.notify.outbox;

import io.petrel.notify.subscription.HoldCause;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A mail that is decided: its content and Message-ID no longer change, however often it is tried.
 *
 * @param number increasing sequence number of the recipient
 * @param entries numbers of the alerts in it, in order of arrival
 * @param digest whether it can have several alerts; else it has one
 * @param causes why they are in one mail
 * @param leftOut alerts for which the digest had no room
 * @param references Message-IDs of the thread, oldest first
 * @param incidents of the alerts in it: no later mail about one of them overtakes this one
 * @param dueMillis wall clock at which it was due
 * @param releasedMillis wall clock at which it was decided
 * @param attempts that failed
 * @param nextAttemptMillis wall clock before which it is not tried
 */
public record Mail(
    long number,
    List<Long> entries,
    boolean digest,
    Set<HoldCause> causes,
    long leftOut,
    String messageId,
    List<String> references,
    String subscription,
    List<String> incidents,
    long dueMillis,
    long releasedMillis,
    int attempts,
    long nextAttemptMillis) {
  static final Codec<Mail> CODEC = Codec.of("outbox-mail", 1, Mail.class, Mail::write, Mail::read);

  private static void write(Mail mail, DataOutput out) throws IOException {
    out.writeLong(mail.number);
    StateFields.writeEach(mail.entries, out, (number, to) -> to.writeLong(number));
    out.writeBoolean(mail.digest);
    StateFields.writeEach(mail.causes, out, StateFields::writeEnum);
    out.writeLong(mail.leftOut);
    StateFields.writeString(mail.messageId, out);
    StateFields.writeEach(mail.references, out, StateFields::writeString);
    StateFields.writeString(mail.subscription, out);
    StateFields.writeEach(mail.incidents, out, StateFields::writeString);
    out.writeLong(mail.dueMillis);
    out.writeLong(mail.releasedMillis);
    out.writeInt(mail.attempts);
    out.writeLong(mail.nextAttemptMillis);
  }

  private static Mail read(int version, DataInput in) throws IOException {
    return new Mail(
        in.readLong(),
        StateFields.readEach(in, DataInput::readLong),
        in.readBoolean(),
        Set.copyOf(StateFields.readEach(in, from -> StateFields.readEnum(HoldCause.class, from))),
        in.readLong(),
        StateFields.readString(in),
        StateFields.readEach(in, StateFields::readString),
        StateFields.readString(in),
        StateFields.readEach(in, StateFields::readString),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readLong());
  }

  public Mail {
    entries = List.copyOf(entries);
    causes = causes.isEmpty() ? EnumSet.noneOf(HoldCause.class) : EnumSet.copyOf(causes);
    references = List.copyOf(references);
    incidents = List.copyOf(incidents);
  }

  Mail failedUntil(long millis) {
    return new Mail(
        number,
        entries,
        digest,
        causes,
        leftOut,
        messageId,
        references,
        subscription,
        incidents,
        dueMillis,
        releasedMillis,
        attempts + 1,
        millis);
  }
}
