package io.petrel.notify.outbox;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The state of one recipient; the alerts' bodies are stored separately.
 *
 * @param nextNumber of the next entry or mail
 * @param counted mails that count for the limit
 * @param leftOut alerts dropped because too many waited, for the next digest to count
 */
public record OutboxState(
    long nextNumber,
    List<Entry> entries,
    List<Mail> mails,
    List<ToldIncident> told,
    List<Counted> counted,
    long leftOut) {
  public static final Codec<OutboxState> CODEC =
      Codec.of("outbox", 1, OutboxState.class, OutboxState::write, OutboxState::read);

  private static void write(OutboxState state, DataOutput out) throws IOException {
    out.writeLong(state.nextNumber);
    StateFields.writeList(state.entries, Entry.CODEC, out);
    StateFields.writeList(state.mails, Mail.CODEC, out);
    StateFields.writeList(state.told, ToldIncident.CODEC, out);
    StateFields.writeEach(
        state.counted,
        out,
        (counted, to) -> {
          StateFields.writeString(counted.subscription, to);
          to.writeLong(counted.millis);
        });
    out.writeLong(state.leftOut);
  }

  private static OutboxState read(int version, DataInput in) throws IOException {
    return new OutboxState(
        in.readLong(),
        StateFields.readList(Entry.CODEC, in),
        StateFields.readList(Mail.CODEC, in),
        StateFields.readList(ToldIncident.CODEC, in),
        StateFields.readEach(
            in, from -> new Counted(StateFields.readString(from), from.readLong())),
        in.readLong());
  }

  public static final OutboxState EMPTY =
      new OutboxState(1, List.of(), List.of(), List.of(), List.of(), 0);

  public OutboxState {
    entries = List.copyOf(entries);
    mails = List.copyOf(mails);
    told = List.copyOf(told);
    counted = List.copyOf(counted);
  }

  /** A mail of a subscription with a limit, in the last hour. */
  record Counted(String subscription, long millis) {}

  /** Whether there is nothing to keep. */
  public boolean isEmpty() {
    return entries.isEmpty()
        && mails.isEmpty()
        && told.isEmpty()
        && counted.isEmpty()
        && leftOut == 0;
  }
}
