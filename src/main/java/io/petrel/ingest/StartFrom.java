package io.petrel.ingest;

import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Where a job without a checkpoint starts to read. */
public enum StartFrom {
  /** The oldest record there is. */
  EARLIEST,
  /** Only records that come from now on. */
  LATEST,
  /** What the consumer group has committed; the oldest record where it has nothing. */
  COMMITTED_OR_EARLIEST,
  /** What the consumer group has committed; records from now on where it has nothing. */
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

  /** Whether records from before the start are passed over where nothing is committed. */
  boolean skipsWhatIsThere() {
    return this == LATEST || this == COMMITTED_OR_LATEST;
  }
}
