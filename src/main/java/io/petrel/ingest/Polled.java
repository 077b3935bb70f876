package io.petrel.ingest;

import io.petrel.wire.RejectReason;
import io.petrel.wire.RejectedRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the Kafka source hands on. */
sealed interface Polled {
  int partition();

  /**
   * The source was given a partition. Comes before all records of it.
   *
   * @param position offset of the first record that is to come, or a negative marker of {@code
   *     KafkaPartitionSplit}
   */
  record Assigned(String topic, int partition, long position) implements Polled {}

  /** A record as it lies in the topic. The arrays are nobody's to change. */
  @SuppressWarnings("ArrayRecordComponent") // Equality is defined below, by content.
  record Raw(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<RejectedRecord.Header> headers)
      implements Polled {
    @SuppressWarnings("NullAway") // It does not see @Nullable on an array component of a record.
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
