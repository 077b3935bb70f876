package io.petrel.detect.match;

/** Counts the partial matches of a rule at all stations of a subtask. Not thread-safe. */
public final class PartialMatchCounter {
  private long count;

  public void add(int change) {
    count += change;
  }

  public long get() {
    return count;
  }
}
