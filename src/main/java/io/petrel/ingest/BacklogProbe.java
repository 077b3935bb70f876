package io.petrel.ingest;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks whether partitions are read to their end. Answers come from another thread. */
interface BacklogProbe extends AutoCloseable {
  /**
   * Asks the brokers.
   *
   * @param positions the next offset to read, by partition
   * @return for each partition whether no readable record is at or after its position; fails when
   *     the brokers do not answer
   */
  CompletableFuture<Map<Integer, Boolean>> ask(Map<Integer, Long> positions);

  /** Stops the probe; pending questions may get no answer. */
  @Override
  void close();

  /** Creates probes in the task that runs. */
  interface Factory extends Serializable {
    BacklogProbe open();
  }
}
