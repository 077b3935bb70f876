package io.petrel.detect;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which station is to be looked at when, earliest first, at equal times by name so that the order
 * is the same in every run. Kept in memory and made anew from the stations at a restore. A station
 * whose time has changed since is in here twice; {@link Station#wake} tells which entry counts. Not
 * thread-safe.
 */
final class WakeQueue {
  private final PriorityQueue<Wake> queue =
      new PriorityQueue<>(Comparator.comparingLong(Wake::timeMillis).thenComparing(Wake::station));

  /** A station and the event time at which it is to be looked at. */
  record Wake(long timeMillis, String station) {}

  void add(long timeMillis, String station) {
    if (timeMillis != Long.MAX_VALUE) {
      queue.add(new Wake(timeMillis, station));
    }
  }

  /** The next one up to and including that time, taken out; null = none. */
  @Nullable Wake next(long timeMillis) {
    Wake first = queue.peek();
    return first == null || first.timeMillis() > timeMillis ? null : queue.poll();
  }
}
