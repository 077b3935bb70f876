package io.petrel.notify.outbox;

import io.petrel.alert.Severity;
import io.petrel.notify.render.Digest;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** State format of an {@link OutboxState}. */
public final class OutboxCodec implements Codec<OutboxState> {
  public static final OutboxCodec INSTANCE = new OutboxCodec();
  private static final long serialVersionUID = 1;

  private OutboxCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<OutboxState> type() {
    return OutboxState.class;
  }

  @Override
  public void write(OutboxState state, DataOutput out) throws IOException {
    out.writeLong(state.nextNumber());
    writeAll(state.entries(), out, OutboxCodec::writeEntry);
    writeAll(state.mails(), out, OutboxCodec::writeMail);
    writeAll(state.told(), out, OutboxCodec::writeTold);
    writeAll(
        state.counted(),
        out,
        (counted, to) -> {
          Fields.writeString(counted.subscription(), to);
          to.writeLong(counted.millis());
        });
    out.writeLong(state.leftOut());
  }

  @Override
  public OutboxState read(int version, DataInput in) throws IOException {
    return new OutboxState(
        in.readLong(),
        readAll(in, OutboxCodec::readEntry),
        readAll(in, OutboxCodec::readMail),
        readAll(in, OutboxCodec::readTold),
        readAll(in, from -> new OutboxState.Counted(Fields.readString(from), from.readLong())),
        in.readLong());
  }

  private static void writeEntry(Entry entry, DataOutput out) throws IOException {
    out.writeLong(entry.number());
    Fields.writeString(entry.incident(), out);
    out.writeInt(entry.sequence());
    Fields.writeString(entry.subscription(), out);
    Fields.writeString(entry.severity().name(), out);
    out.writeBoolean(entry.end());
    out.writeBoolean(entry.exempt());
    out.writeLong(entry.dueMillis());
    Digest.Cause cause = entry.cause();
    Fields.writeNullableString(cause == null ? null : cause.name(), out);
  }

  private static Entry readEntry(DataInput in) throws IOException {
    return new Entry(
        in.readLong(),
        Fields.readString(in),
        in.readInt(),
        Fields.readString(in),
        Severity.valueOf(Fields.readString(in)),
        in.readBoolean(),
        in.readBoolean(),
        in.readLong(),
        cause(Fields.readNullableString(in)));
  }

  private static Digest.@Nullable Cause cause(@Nullable String name) {
    return name == null ? null : Digest.Cause.valueOf(name);
  }

  private static void writeMail(Mail mail, DataOutput out) throws IOException {
    out.writeLong(mail.number());
    writeAll(mail.entries(), out, (number, to) -> to.writeLong(number));
    out.writeBoolean(mail.digest());
    writeAll(mail.causes(), out, (cause, to) -> Fields.writeString(cause.name(), to));
    out.writeLong(mail.leftOut());
    Fields.writeString(mail.messageId(), out);
    writeAll(mail.references(), out, Fields::writeString);
    Fields.writeString(mail.subscription(), out);
    writeAll(mail.incidents(), out, Fields::writeString);
    out.writeLong(mail.dueMillis());
    out.writeLong(mail.releasedMillis());
    out.writeInt(mail.attempts());
    out.writeLong(mail.nextAttemptMillis());
  }

  private static Mail readMail(DataInput in) throws IOException {
    return new Mail(
        in.readLong(),
        readAll(in, DataInput::readLong),
        in.readBoolean(),
        causes(readAll(in, Fields::readString)),
        in.readLong(),
        Fields.readString(in),
        readAll(in, Fields::readString),
        Fields.readString(in),
        readAll(in, Fields::readString),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readLong());
  }

  private static Set<Digest.Cause> causes(List<String> names) {
    Set<Digest.Cause> causes = EnumSet.noneOf(Digest.Cause.class);
    names.forEach(name -> causes.add(Digest.Cause.valueOf(name)));
    return causes;
  }

  private static void writeTold(Told told, DataOutput out) throws IOException {
    Fields.writeString(told.incident(), out);
    Fields.writeString(told.subscription(), out);
    out.writeInt(told.lastSequence());
    writeAll(told.messageIds(), out, Fields::writeString);
    out.writeBoolean(told.ended());
    out.writeLong(told.forgetMillis());
  }

  private static Told readTold(DataInput in) throws IOException {
    return new Told(
        Fields.readString(in),
        Fields.readString(in),
        in.readInt(),
        readAll(in, Fields::readString),
        in.readBoolean(),
        in.readLong());
  }

  private interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  private static <T> void writeAll(Collection<T> values, DataOutput out, Writer<T> writer)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      writer.write(value, out);
    }
  }

  private static <T> List<T> readAll(DataInput in, Reader<T> reader) throws IOException {
    int size = in.readInt();
    List<T> values = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      values.add(reader.read(in));
    }
    return values;
  }
}
