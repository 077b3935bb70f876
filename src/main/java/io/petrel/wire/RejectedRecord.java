package io.petrel.wire;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record of the observations topic, byte for byte. Do not change the arrays.
 *
 * @param text the fault, for people
 * @param timestampMillis the Kafka record's timestamp; -1 = none
 */
@SuppressWarnings("ArrayRecordComponent") // Equality is defined below, by content.
public record RejectedRecord(
    RejectReason reason,
    String text,
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {
  public static final Codec<RejectedRecord> CODEC =
      Codec.of(
          "rejected-record", 1, RejectedRecord.class, RejectedRecord::write, RejectedRecord::read);

  private static void write(RejectedRecord rejected, DataOutput out) throws IOException {
    StateFields.writeEnum(rejected.reason, out);
    StateFields.writeString(rejected.text, out);
    StateFields.writeString(rejected.topic, out);
    out.writeInt(rejected.partition);
    out.writeLong(rejected.offset);
    out.writeLong(rejected.timestampMillis);
    StateFields.writeBytes(rejected.key, out);
    StateFields.writeBytes(rejected.value, out);
    StateFields.writeEach(
        rejected.headers,
        out,
        (header, to) -> {
          StateFields.writeString(header.name, to);
          StateFields.writeBytes(header.value, to);
        });
  }

  @SuppressWarnings("NullAway") // NullAway ignores @Nullable on an array component of a record.
  private static RejectedRecord read(int version, DataInput in) throws IOException {
    return new RejectedRecord(
        StateFields.readEnum(RejectReason.class, in),
        StateFields.readString(in),
        StateFields.readString(in),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        StateFields.readBytes(in),
        StateFields.readBytes(in),
        StateFields.readEach(
            in, from -> new Header(StateFields.readString(from), StateFields.readBytes(from))));
  }

  public record Header(String name, byte @Nullable [] value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Header that
          && name.equals(that.name)
          && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Arrays.hashCode(value);
    }
  }

  public RejectedRecord {
    headers = List.copyOf(headers);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RejectedRecord that
        && reason == that.reason
        && text.equals(that.text)
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && timestampMillis == that.timestampMillis
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * topic.hashCode() + partition) + Long.hashCode(offset);
  }
}
