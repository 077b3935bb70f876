package io.petrel.detect;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The times at which stations must be processed, earliest first, at equal times by station id, so
 * that the order is the same in every run. Not in state: a restore fills it from the stations. Not
 * thread-safe.
 *
 * <p>An entry may be too early, because a later time does not replace it: a station's time to be
 * forgotten moves with each observation, and a queue of all these times would grow without bound.
 * The caller compares an entry with {@link StationState#wake} and plans the station again. An
 * earlier time replaces a later one.
 *
 * <p>Observations that arrive in order, as most do, go to a plain FIFO queue.
 */
final class StationTimerQueue {
  private static final Comparator<Wake> ORDER =
      Comparator.comparingLong(Wake::timeMillis).thenComparing(Wake::station);

  private final ArrayDeque<Wake> inOrder = new ArrayDeque<>();

  /** Observations that arrived out of order. */
  private final PriorityQueue<Wake> disorder = new PriorityQueue<>(ORDER);

  /** Times without an observation, at most one for each station. */
  private final TreeSet<Wake> planned = new TreeSet<>(ORDER);

  private final Map<String, Wake> plannedByStation = new HashMap<>();

  /** The first of {@link #planned}. */
  private @Nullable Wake due;

  /** A station and the event time at which it must be processed. */
  record Wake(long timeMillis, String station) {}

  /**
   * Plans a station for a time without an observation.
   *
   * @return the time of its entry, which may be earlier
   */
  long plan(long timeMillis, String station) {
    if (timeMillis == Long.MAX_VALUE) {
      return timeMillis;
    }
    Wake known = plannedByStation.get(station);
    if (known != null && known.timeMillis() <= timeMillis) {
      return known.timeMillis();
    }
    if (known != null) {
      planned.remove(known);
    }
    Wake wake = new Wake(timeMillis, station);
    planned.add(wake);
    plannedByStation.put(station, wake);
    due = planned.first();
    return timeMillis;
  }

  /** Adds the time of an observation, whatever is planned. */
  void arrived(long timeMillis, String station) {
    Wake wake = new Wake(timeMillis, station);
    if (inOrder.isEmpty() || ORDER.compare(inOrder.getLast(), wake) <= 0) {
      inOrder.add(wake);
    } else {
      disorder.add(wake);
    }
  }

  /** Removes the next entry up to and including that time; null = none. */
  @SuppressWarnings("ReferenceEquality") // Finds the queue that it comes from.
  @Nullable Wake next(long timeMillis) {
    Wake ordered = inOrder.peek();
    Wake disordered = disorder.peek();
    Wake first = earlier(due, earlier(ordered, disordered));
    if (first == null || first.timeMillis() > timeMillis) {
      return null;
    }
    if (first == ordered) {
      inOrder.remove();
    } else if (first == disordered) {
      disorder.remove();
    } else {
      planned.remove(first);
      plannedByStation.remove(first.station());
      due = planned.isEmpty() ? null : planned.first();
    }
    return first;
  }

  private static @Nullable Wake earlier(@Nullable Wake one, @Nullable Wake other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return ORDER.compare(one, other) <= 0 ? one : other;
  }

  int size() {
    return inOrder.size() + disorder.size() + planned.size();
  }
}
