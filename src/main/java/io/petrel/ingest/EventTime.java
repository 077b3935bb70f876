package io.petrel.ingest;

import java.util.HashMap;
import java.util.Map;

/**
 * Event time of the partitions that one subtask reads: pure, so that it can be tested with any
 * clock. All times are milliseconds since 1970 UTC; {@code now} is the wall clock.
 *
 * <p>A partition holds back time until it is silent <em>and</em> known to be read to its end: to
 * where it ended when that was asked, for in a flood of bad records a reader never is at the end of
 * now. Where all are, time follows the wall clock as it was when that was asked.
 */
final class EventTime {
  /** The watermark before anything is known. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final long NEVER = Long.MIN_VALUE;

  private static final class Partition {
    private long position;
    private long newest = UNKNOWN;
    private long lastObservationAt;

    /** When it was asked for the end to which the partition is read since, if it is. */
    private long readToItsEndAt = NEVER;

    /** When it was asked for {@link #end}; NEVER = it was not, or has been reached. */
    private long endAskedAt = NEVER;

    private long end;

    Partition(long position, long now) {
      this.position = position;
      this.lastObservationAt = now;
    }
  }

  private final long delayMillis;
  private final long idleMillis;
  private final Map<Integer, Partition> partitions = new HashMap<>();

  EventTime(long delayMillis, long idleMillis) {
    this.delayMillis = delayMillis;
    this.idleMillis = idleMillis;
  }

  void assigned(int partition, long position, long now) {
    partitions.put(partition, new Partition(position, now));
  }

  boolean hasPartitions() {
    return !partitions.isEmpty();
  }

  /** A record came, good or bad. */
  void read(int partition, long offset, long now) {
    Partition read = partitions.computeIfAbsent(partition, p -> new Partition(offset, now));
    read.position = offset + 1;
    if (read.endAskedAt != NEVER && read.position >= read.end) {
      reachedEnd(read, read.endAskedAt);
    }
  }

  private static void reachedEnd(Partition partition, long askedAt) {
    partition.readToItsEndAt = askedAt;
    partition.endAskedAt = NEVER;
  }

  /**
   * A good observation came. Bad records are no sign of life: a flood of them is silence.
   *
   * @param timeMillis event time that has come with it ({@link IngestSettings#reached})
   */
  void observed(int partition, long timeMillis, long now) {
    Partition observed = partitions.get(partition);
    if (observed == null) {
      throw new IllegalStateException("partition %d was not read".formatted(partition));
    }
    observed.newest = Math.max(observed.newest, timeMillis);
    observed.lastObservationAt = now;
    observed.readToItsEndAt = NEVER;
    observed.endAskedAt = NEVER;
  }

  /** The partitions that have been silent for long, with the offset that is to come next. */
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
   * @param end as {@link BacklogProbe} says it
   * @param askedAt when the question was put; an answer older than the last observation is void
   */
  void answered(int partition, long end, long askedAt) {
    Partition asked = partitions.get(partition);
    if (asked == null || asked.lastObservationAt >= askedAt) {
      return;
    }
    if (asked.position >= end || end == BacklogProbe.NOTHING) {
      reachedEnd(asked, askedAt);
      return;
    }
    asked.readToItsEndAt = NEVER;
    if (asked.endAskedAt == NEVER) { // An end that moves on with each question is never reached.
      asked.endAskedAt = askedAt;
      asked.end = end;
    }
  }

  /** There was no answer for a partition. */
  void unanswered(int partition, long askedAt) {
    Partition asked = partitions.get(partition);
    if (asked != null && asked.lastObservationAt < askedAt) {
      asked.readToItsEndAt = NEVER;
    }
  }

  /** What is still to come is later than this, unless it takes longer than the report delay. */
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
    return partitions.isEmpty() || time == UNKNOWN ? UNKNOWN : time - delayMillis - 1;
  }
}
