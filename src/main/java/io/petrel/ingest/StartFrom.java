package io.petrel.ingest;

import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Where a job without a checkpoint starts reading. */
public enum StartFrom {
  /** The oldest record. */
  EARLIEST,
  /** Only records that arrive from now on. */
  LATEST,
  /** The offsets that the consumer group has committed, else the oldest record. */
  COMMITTED_OR_EARLIEST,
  /** The offsets that the consumer group has committed, else only records from now on. */
  COMMITTED_OR_LATEST;

  // The connector's interface still asks for Kafka's deprecated enum.
  @SuppressWarnings("deprecation")
  OffsetsInitializer offsets() {
    return switch (this) {
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
      case COMMITTED_OR_EARLIEST ->
          OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case COMMITTED_OR_LATEST -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.LATEST);
    };
  }

  /** Whether it skips existing records of a partition without a committed offset. */
  boolean skipsExisting() {
    return this == LATEST || this == COMMITTED_OR_LATEST;
  }
}
