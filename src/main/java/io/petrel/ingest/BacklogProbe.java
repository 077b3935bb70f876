package io.petrel.ingest;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds out how far partitions are to be read. Answers come from another thread. */
interface BacklogProbe extends AutoCloseable {
  /** The answer for a partition that has nothing to read. */
  long NOTHING = Long.MIN_VALUE;

  /**
   * Asks the brokers.
   *
   * @param positions the offset that is to be read next, by partition
   * @return for each partition the offset behind the last record that is there now, committed or
   *     not; {@link #NOTHING} = no record is at or after its position. Fails when the brokers
   *     cannot be asked
   */
  CompletableFuture<Map<Integer, Long>> ask(Map<Integer, Long> positions);

  /** Ends it; open questions may stay without an answer. */
  @Override
  void close();

  /** Makes probes where the job runs. */
  interface Factory extends Serializable {
    BacklogProbe open();
  }
}
