package io.petrel.detect.match;

/** How many matches of a rule are in progress at all stations of a subtask. Not thread-safe. */
public final class PartialMatchCounter {
  private long count;

  public void add(int change) {
    count += change;
  }

  public long get() {
    return count;
  }
}
