package io.petrel.ingest;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds out whether partitions are read to their end. Answers come from another thread. */
interface BacklogProbe extends AutoCloseable {
  /**
   * Asks the brokers.
   *
   * @param positions the offset that is to be read next, by partition
   * @return for each partition whether no readable record is at or after its position; fails when
   *     the brokers cannot be asked
   */
  CompletableFuture<Map<Integer, Boolean>> ask(Map<Integer, Long> positions);

  /** Ends it; open questions may stay without an answer. */
  @Override
  void close();

  /** Makes probes where the job runs. */
  interface Factory extends Serializable {
    BacklogProbe open();
  }
}
