package io.petrel.ingest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How old records are when they are read, some at a time: what tells this machine's wrong clock
 * from a producer's. One thread adds; any may ask for the last ones.
 */
final class RecordAges {
  private static final long SHORTEST_MILLIS = 60_000;

  /** So few may all be of one producer whose clock is wrong. */
  private static final int FEWEST = 10;

  private static final long OUTDATED_MILLIS = 5 * 60_000;

  private long beganAt = Long.MIN_VALUE;
  private @Nullable Span running;
  private volatile @Nullable Span last;

  /**
   * The records of a minute, or of longer where they are few.
   *
   * @param smallestMillis the smallest of wall clock minus timestamp; < 0 = it was written ahead of
   *     this machine's clock
   */
  record Span(long records, long smallestMillis, long largestMillis) {
    private Span with(long ageMillis) {
      return new Span(
          records + 1, Math.min(smallestMillis, ageMillis), Math.max(largestMillis, ageMillis));
    }

    /** Whether all records were written so far ahead that only this machine's clock explains it. */
    boolean saysThatTheClockIsSlow(Duration tolerance) {
      return largestMillis < -tolerance.toMillis();
    }
  }

  /** A record was read. */
  void add(long ageMillis) {
    Span before = running;
    running = before == null ? new Span(1, ageMillis, ageMillis) : before.with(ageMillis);
  }

  /**
   * Lets the wall clock pass.
   *
   * @return the span that is over; null = none is
   */
  @Nullable Span over(long now) {
    if (beganAt == Long.MIN_VALUE) {
      beganAt = now;
    }
    Span over = running;
    if (over == null || over.records() < FEWEST || now - beganAt < SHORTEST_MILLIS) {
      if (now - beganAt > OUTDATED_MILLIS) {
        last = null;
      }
      return null;
    }
    beganAt = now;
    running = null;
    last = over;
    return over;
  }

  /** The last span; null = it is not of the last minutes. */
  @Nullable Span last() {
    return last;
  }
}
