package io.petrel.publish;

import io.petrel.wire.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka records of the rejected topic: the unchanged record, with headers that give the reason.
 * Of a record that is too large only the first bytes of the value are sent. A broker's limit of 1
 * MB counts after compression, so a rejected record may be a hundred times larger than this
 * producer's limit, and a record that cannot be sent would stop the job for ever.
 */
final class RejectedRecordSerializer implements KafkaRecordSerializationSchema<RejectedRecord> {
  private static final long serialVersionUID = 1;

  /** Room for the headers that are added here; the text of the reason is the longest. */
  private static final int OUR_HEADERS_BYTES = 4 * 1024;

  private final String topic;
  private final int maxBytes;

  /**
   * @param maxBytes largest record, with key and headers
   */
  RejectedRecordSerializer(String topic, int maxBytes) {
    this.topic = topic;
    this.maxBytes = maxBytes;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      RejectedRecord rejected, KafkaSinkContext context, Long timestamp) {
    long headers = headerBytes(rejected.headers());
    long size = (long) length(rejected.key()) + length(rejected.value()) + headers;
    ProducerRecord<byte[], byte[]> record =
        size <= maxBytes - OUR_HEADERS_BYTES ? whole(rejected) : cut(rejected, headers);
    add(record, "petrel-reason", rejected.reason().code());
    add(record, "petrel-reason-text", rejected.text());
    add(record, "petrel-source-topic", rejected.topic());
    add(record, "petrel-source-partition", String.valueOf(rejected.partition()));
    add(record, "petrel-source-offset", String.valueOf(rejected.offset()));
    add(record, "petrel-source-timestamp", String.valueOf(rejected.timestampMillis()));
    return record;
  }

  @SuppressWarnings("NullAway") // Kafka's records may lack key and value.
  private ProducerRecord<byte[], byte[]> whole(RejectedRecord rejected) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, rejected.key(), rejected.value());
    for (RejectedRecord.Header header : rejected.headers()) {
      record.headers().add(header.name(), header.value());
    }
    return record;
  }

  @SuppressWarnings("NullAway") // Kafka's records may lack key and value.
  private ProducerRecord<byte[], byte[]> cut(RejectedRecord rejected, long headerBytes) {
    byte[] value = rejected.value();
    byte[] kept =
        value == null
            ? null
            : Arrays.copyOf(value, Math.min(value.length, maxBytes - OUR_HEADERS_BYTES));
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, kept);
    add(
        record,
        "petrel-cut",
        String.format(
            Locale.ROOT,
            "value of %d bytes, key of %d, headers of %d",
            length(value),
            length(rejected.key()),
            headerBytes));
    return record;
  }

  private static long headerBytes(List<RejectedRecord.Header> headers) {
    long bytes = 0;
    for (RejectedRecord.Header header : headers) {
      bytes += 3L * header.name().length() + length(header.value()) + Long.BYTES;
    }
    return bytes;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
