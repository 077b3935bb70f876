package io.petrel.notify.outbox;

import io.petrel.alert.Severity;
import io.petrel.notify.subscription.HoldCause;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An alert to be mailed that is not yet in a mail. Its body is stored separately, by number.
 *
 * @param end whether it ends its incident
 * @param exempt whether limit, quiet hours and mute do not hold it: the end of a mailed incident,
 *     or what corrects it
 * @param dueMillis wall clock at which it may be sent
 * @param cause why it had to wait; null = did not wait
 */
record Entry(
    long number,
    String incident,
    int sequence,
    String subscription,
    Severity severity,
    boolean end,
    boolean exempt,
    long dueMillis,
    @Nullable HoldCause cause) {
  static final Codec<Entry> CODEC =
      Codec.of("outbox-entry", 1, Entry.class, Entry::write, Entry::read);

  private static void write(Entry entry, DataOutput out) throws IOException {
    out.writeLong(entry.number);
    StateFields.writeString(entry.incident, out);
    out.writeInt(entry.sequence);
    StateFields.writeString(entry.subscription, out);
    StateFields.writeEnum(entry.severity, out);
    out.writeBoolean(entry.end);
    out.writeBoolean(entry.exempt);
    out.writeLong(entry.dueMillis);
    out.writeBoolean(entry.cause != null);
    if (entry.cause != null) {
      StateFields.writeEnum(entry.cause, out);
    }
  }

  private static Entry read(int version, DataInput in) throws IOException {
    return new Entry(
        in.readLong(),
        StateFields.readString(in),
        in.readInt(),
        StateFields.readString(in),
        StateFields.readEnum(Severity.class, in),
        in.readBoolean(),
        in.readBoolean(),
        in.readLong(),
        in.readBoolean() ? StateFields.readEnum(HoldCause.class, in) : null);
  }

  Entry heldUntil(long millis, @Nullable HoldCause why) {
    return new Entry(number, incident, sequence, subscription, severity, end, exempt, millis, why);
  }

  String record() {
    return incident + "\n" + sequence;
  }
}
