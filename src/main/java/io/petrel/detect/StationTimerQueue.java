package io.petrel.detect;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which station is to be looked at when, earliest first, at equal times by name so that the order
 * is the same in every run. Kept in memory and made anew from the stations at a restore. Not
 * thread-safe.
 *
 * <p>A time that is put off is not put in again: a station's time to be forgotten moves with each
 * of its observations, and a queue of all these times would grow for as long as stations are
 * remembered. So what comes out may be too early; {@link StationState#wake} tells, and who takes it
 * out puts the station in again with that. An earlier time takes the place of a later one.
 *
 * <p>Observations that arrive in order are a row: most do, and a row costs nothing.
 */
final class StationTimerQueue {
  private static final Comparator<Wake> ORDER =
      Comparator.comparingLong(Wake::timeMillis).thenComparing(Wake::station);

  private final ArrayDeque<Wake> row = new ArrayDeque<>();

  /** Observations that arrived out of order. */
  private final PriorityQueue<Wake> disorder = new PriorityQueue<>(ORDER);

  /** When each station is to be looked at without an observation. */
  private final TreeSet<Wake> planned = new TreeSet<>(ORDER);

  private final Map<String, Wake> plannedByStation = new HashMap<>();

  /** The first that is planned. */
  private @Nullable Wake due;

  /** A station and the event time at which it is to be looked at. */
  record Wake(long timeMillis, String station) {}

  /**
   * Sees to it that the station comes out at that time, or before.
   *
   * @return when it will
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

  /** The same for the time of an observation, whatever is planned. */
  void arrived(long timeMillis, String station) {
    Wake wake = new Wake(timeMillis, station);
    if (row.isEmpty() || ORDER.compare(row.getLast(), wake) <= 0) {
      row.add(wake);
    } else {
      disorder.add(wake);
    }
  }

  /** The next one up to and including that time, taken out; null = none. */
  @SuppressWarnings("ReferenceEquality") // Which of the three it is.
  @Nullable Wake next(long timeMillis) {
    Wake inOrder = row.peek();
    Wake outOfOrder = disorder.peek();
    Wake first = earlier(due, earlier(inOrder, outOfOrder));
    if (first == null || first.timeMillis() > timeMillis) {
      return null;
    }
    if (first == inOrder) {
      row.remove();
    } else if (first == outOfOrder) {
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
    return row.size() + disorder.size() + planned.size();
  }
}
