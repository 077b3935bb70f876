package io.petrel.ingest;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import io.petrel.wire.RejectReason;
import io.petrel.wire.RejectedRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of the Kafka source. */
sealed interface SourceRecord {
  /** Used only where operator chaining is off. */
  Codec<SourceRecord> CODEC =
      Codec.of("polled", 1, SourceRecord.class, SourceRecord::write, SourceRecord::read);

  private static void write(SourceRecord polled, DataOutput out) throws IOException {
    if (polled instanceof Assigned assigned) {
      out.writeBoolean(true);
      StateFields.writeString(assigned.topic, out);
      out.writeInt(assigned.partition);
      out.writeLong(assigned.position);
    } else if (polled instanceof Raw raw) {
      out.writeBoolean(false);
      StateFields.writeValue(raw.rejected(RejectReason.EMPTY, ""), RejectedRecord.CODEC, out);
    }
  }

  private static SourceRecord read(int version, DataInput in) throws IOException {
    if (in.readBoolean()) {
      return new Assigned(StateFields.readString(in), in.readInt(), in.readLong());
    }
    RejectedRecord record = StateFields.readValue(RejectedRecord.CODEC, in);
    return new Raw(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestampMillis(),
        record.key(),
        record.value(),
        record.headers());
  }

  int partition();

  /**
   * The source was assigned a partition. Precedes all its records.
   *
   * @param position offset of the first record to read, or a negative marker of {@code
   *     KafkaPartitionSplit}
   */
  record Assigned(String topic, int partition, long position) implements SourceRecord {}

  /** A record of the topic, unchanged. Do not change the arrays. */
  @SuppressWarnings("ArrayRecordComponent") // Equality is defined below, by content.
  record Raw(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<RejectedRecord.Header> headers)
      implements SourceRecord {
    @SuppressWarnings("NullAway") // NullAway ignores @Nullable on an array component of a record.
    RejectedRecord rejected(RejectReason reason, String text) {
      return new RejectedRecord(
          reason, text, topic, partition, offset, timestampMillis, key, value, headers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Raw that
          && rejected(RejectReason.EMPTY, "").equals(that.rejected(RejectReason.EMPTY, ""));
    }

    @Override
    public int hashCode() {
      return Objects.hash(topic, partition, offset, Arrays.hashCode(value));
    }
  }
}
