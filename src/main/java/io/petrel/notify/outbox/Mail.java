package io.petrel.notify.outbox;

import io.petrel.alert.Severity;
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
 * A mail that is decided: what is in it and its Message-ID do not change any more, however often it
 * is tried.
 *
 * @param number place in the recipient's row, growing
 * @param entries numbers of the alerts in it, in order of arrival
 * @param digest whether the alerts come together; else there is one
 * @param causes why they come together
 * @param leftOut alerts that were too many for the digest
 * @param references Message-IDs of the thread, oldest first
 * @param incidents of the alerts in it: no later mail about one of them overtakes this one
 * @param severity of the worst alert in it
 * @param exempt whether no silence holds it: it has the end of what was told, or corrects it
 * @param dueMillis wall clock at which it should have gone
 * @param releasedMillis wall clock from which on it is tried: when it was decided, or when a
 *     silence that came between ends
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
    Severity severity,
    boolean exempt,
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
    StateFields.writeEnum(mail.severity, out);
    out.writeBoolean(mail.exempt);
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
        StateFields.readEnum(Severity.class, in),
        in.readBoolean(),
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

  /** It failed, and is tried again at that time. */
  Mail failedUntil(long millis) {
    return next(dueMillis, releasedMillis, attempts + 1, millis);
  }

  /** A silence holds it until then, as if it were decided then. */
  Mail silentUntil(long millis) {
    return next(millis, millis, attempts, millis);
  }

  boolean isSilent(long nowMillis) {
    return releasedMillis > nowMillis;
  }

  private Mail next(long due, long released, int failures, long nextAttempt) {
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
        severity,
        exempt,
        due,
        released,
        failures,
        nextAttempt);
  }
}
