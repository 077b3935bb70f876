package io.petrel.replay;

/**
 * How far the rows of a file are from the order of time. Not thread-safe.
 *
 * <p>A file in the order of arrival is a little out of order, one sorted by station wholly.
 */
final class FileOrder {
  /** How much later than a younger one a report counts in a running engine, by default. */
  static final long LATE_AFTER_MILLIS = 600_000;

  private long count;
  private long late;
  private long disorderMillis;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  void add(long timeMillis) {
    count++;
    firstMillis = Math.min(firstMillis, timeMillis);
    lastMillis = Math.max(lastMillis, timeMillis);
    disorderMillis = Math.max(disorderMillis, lastMillis - timeMillis);
    late += lastMillis - timeMillis > LATE_AFTER_MILLIS ? 1 : 0;
  }

  long count() {
    return count;
  }

  /** Rows that are older, by more than the usual bound, than the youngest before them. */
  long late() {
    return late;
  }

  /** How much older a row is than the youngest before it, at most. */
  long disorderMillis() {
    return disorderMillis;
  }

  /** Of the oldest row; larger than {@link #lastMillis} when there is none. */
  long firstMillis() {
    return firstMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** About how many rows must be held at a time to give them out in order. */
  long held() {
    long length = Math.max(1, lastMillis - firstMillis);
    return count == 0 ? 0 : (long) (count * Math.min(1.0, (double) disorderMillis / length));
  }
}
