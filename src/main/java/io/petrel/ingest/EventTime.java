package io.petrel.ingest;

import java.util.HashMap;
import java.util.Map;

/**
 * Event time of the partitions that one subtask reads. Pure: time is an argument. All times are
 * milliseconds since 1970 UTC; {@code now} is the wall clock.
 *
 * <p>A partition holds back time until it is silent <em>and</em> known to be read to its end. When
 * all are, event time follows the wall clock of the last question.
 */
final class EventTime {
  /** The watermark before anything is known. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final long NEVER = Long.MIN_VALUE;

  private static final class Partition {
    private long position;
    private long newest = UNKNOWN;
    private long lastObservationAt;

    /** Wall clock of the question whose answer was "read to its end"; {@link #NEVER} = none. */
    private long readToItsEndAt = NEVER;

    Partition(long position, long now) {
      this.position = position;
      this.lastObservationAt = now;
    }
  }

  private final long boundMillis;
  private final long idleMillis;
  private final Map<Integer, Partition> partitions = new HashMap<>();

  EventTime(long boundMillis, long idleMillis) {
    this.boundMillis = boundMillis;
    this.idleMillis = idleMillis;
  }

  void assigned(int partition, long position, long now) {
    partitions.put(partition, new Partition(position, now));
  }

  boolean hasPartitions() {
    return !partitions.isEmpty();
  }

  /** A record arrived, valid or not. */
  void read(int partition, long offset, long now) {
    Partition read = partitions.computeIfAbsent(partition, p -> new Partition(offset, now));
    read.position = offset + 1;
  }

  /** A valid observation arrived. Invalid records do not count: a flood of them is silence. */
  void observed(int partition, long timeMillis, long now) {
    Partition observed = partitions.get(partition);
    if (observed == null) {
      throw new IllegalStateException("partition %d has no record yet".formatted(partition));
    }
    observed.newest = Math.max(observed.newest, timeMillis);
    observed.lastObservationAt = now;
    observed.readToItsEndAt = NEVER;
  }

  /** The partitions that are silent, with their next offset. */
  Map<Integer, Long> silent(long now) {
    Map<Integer, Long> silent = new HashMap<>();
    partitions.forEach(
        (number, partition) -> {
          if (now - partition.lastObservationAt >= idleMillis) {
            silent.put(number, partition.position);
          }
        });
    return silent;
  }

  /**
   * The answer for one partition.
   *
   * @param askedAt time of the question; ignored if an observation has arrived since
   */
  void answered(int partition, boolean readToItsEnd, long askedAt) {
    Partition asked = partitions.get(partition);
    if (asked != null && asked.lastObservationAt < askedAt) {
      asked.readToItsEndAt = readToItsEnd ? askedAt : NEVER;
    }
  }

  /** Observations that arrive in order are later than this. */
  long watermark() {
    long silentSince = Long.MAX_VALUE;
    long newest = Long.MAX_VALUE;
    boolean anyHolds = false;
    for (Partition partition : partitions.values()) {
      if (partition.readToItsEndAt == NEVER) {
        anyHolds = true;
        newest = Math.min(newest, partition.newest);
      } else {
        silentSince = Math.min(silentSince, partition.readToItsEndAt);
      }
    }
    long time = anyHolds ? newest : silentSince;
    return partitions.isEmpty() || time == UNKNOWN ? UNKNOWN : time - boundMillis - 1;
  }
}
