package io.petrel.wire;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the observations topic that was not used, byte for byte as it came. The arrays are
 * nobody's to change.
 *
 * @param text what is wrong with it, for people
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
  /** A header of the record. */
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
