package io.petrel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.wire.RejectReason;
import io.petrel.wire.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class RejectedRecordSerializerTest {
  private static final int MAX = 64 * 1024;

  private final RejectedRecordSerializer records = new RejectedRecordSerializer("rejected", MAX);

  @Test
  void aRecordGoesAsItCame() {
    ProducerRecord<byte[], byte[]> record = written(bytes(10), bytes(MAX - 5 * 1024), bytes(20));

    assertThat(record.key()).hasSize(10);
    assertThat(record.value()).hasSize(MAX - 5 * 1024);
    assertThat(record.headers().lastHeader("trace").value()).hasSize(20);
    assertThat(record.headers().lastHeader("petrel-cut")).isNull();
    assertThat(text(record, "petrel-source-offset")).isEqualTo("42");
  }

  @Test
  void whatIsTooLargeForTheTopicIsCutAndSaysSo() {
    for (int[] sizes : new int[][] {{10, 10 << 20, 20}, {MAX, 0, 20}, {10, 100, MAX}}) {
      ProducerRecord<byte[], byte[]> record =
          written(bytes(sizes[0]), bytes(sizes[1]), bytes(sizes[2]));

      assertThat(size(record)).isLessThan(MAX);
      assertThat(text(record, "petrel-cut"))
          .isEqualTo(
              "value of %d bytes, key of %d, headers of %d"
                  .formatted(sizes[1], sizes[0], sizes[2] + 3 * "trace".length() + 8));
      assertThat(text(record, "petrel-reason")).isEqualTo("too-large");
      assertThat(record.value()).isEqualTo(Arrays.copyOf(bytes(sizes[1]), record.value().length));
    }
  }

  @Test
  void nothingAtAllIsWritten() {
    assertThat(written(null, null, null).value()).isNull();
    assertThat(written(bytes(MAX), null, null).value()).isNull();
  }

  private ProducerRecord<byte[], byte[]> written(byte[] key, byte[] value, byte[] header) {
    return records.serialize(
        new RejectedRecord(
            RejectReason.TOO_LARGE,
            "too large",
            "observations",
            1,
            42,
            -1,
            key,
            value,
            List.of(new RejectedRecord.Header("trace", header))),
        null,
        null);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  private static String text(ProducerRecord<byte[], byte[]> record, String header) {
    return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
  }

  private static int size(ProducerRecord<byte[], byte[]> record) {
    int size = record.value().length + (record.key() == null ? 0 : record.key().length);
    for (Header header : record.headers()) {
      size += header.key().length() + header.value().length;
    }
    return size;
  }
}
