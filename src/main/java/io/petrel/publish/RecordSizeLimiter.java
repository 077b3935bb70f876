package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.StepEvidence.Keep;
import io.petrel.wire.avro.AlertAvro;
import java.util.List;

/**
 * Makes alerts fit a record: a broker refuses what is too large, and the job would restart for ever
 * with the same alert. What is cut is only what illustrates: first the context, then all but the
 * first and last observation of each step, then all of them. Not thread-safe.
 */
final class RecordSizeLimiter {
  private final AlertAvro avro;
  private final int maxBytes;
  private long cut;

  RecordSizeLimiter(AlertAvro avro, int maxBytes) {
    this.avro = avro;
    this.maxBytes = maxBytes;
  }

  /** The alert's bytes, at most the limit where cutting helps. */
  byte[] encode(Alert alert, String topic) {
    byte[] bytes = avro.encode(alert, topic);
    if (bytes.length <= maxBytes) {
      return bytes;
    }
    cut++;
    for (Keep keep : List.of(Keep.ALL, Keep.ENDS, Keep.NONE)) {
      bytes = avro.encode(alert.trimmed(keep), topic);
      if (bytes.length <= maxBytes) {
        return bytes;
      }
    }
    return bytes;
  }

  /** How many alerts did not fit as they were. */
  long cut() {
    return cut;
  }
}
