package io.petrel.detect;

/** How many matches of a rule are in progress at all stations of a subtask. Not thread-safe. */
final class LiveCount {
  private long count;

  void add(int change) {
    count += change;
  }

  long get() {
    return count;
  }
}
