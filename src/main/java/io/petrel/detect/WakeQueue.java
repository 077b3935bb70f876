package io.petrel.detect;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which station is to be looked at when, earliest first, at equal times by name so that the order
 * is the same in every run. Kept in memory and made anew from the stations at a restore. Not
 * thread-safe.
 *
 * <p>A time that is put off is not put in again: a station's time to be forgotten moves with each
 * of its observations, and a queue of all these times would grow for as long as stations are
 * remembered. So what comes out may be too early; {@link Station#wake} tells, and who takes it out
 * puts the station in again with that.
 *
 * <p>Observations that arrive in order are a row, not a heap: most do, and a row costs nothing.
 */
final class WakeQueue {
  private static final Comparator<Wake> ORDER =
      Comparator.comparingLong(Wake::timeMillis).thenComparing(Wake::station);

  private final PriorityQueue<Wake> heap = new PriorityQueue<>(ORDER);
  private final ArrayDeque<Wake> row = new ArrayDeque<>();

  /** The first time that was put in of those that are still in, by station: the latest, too. */
  private final Map<String, Long> latest = new HashMap<>();

  /** A station and the event time at which it is to be looked at. */
  record Wake(long timeMillis, String station) {}

  /** Sees to it that the station comes out at that time, or before. */
  void add(long timeMillis, String station) {
    if (timeMillis == Long.MAX_VALUE) {
      return;
    }
    Long known = latest.putIfAbsent(station, timeMillis);
    if (known == null || timeMillis < known) {
      heap.add(new Wake(timeMillis, station));
    }
  }

  /** The same for a time at which the station was not to be looked at otherwise. */
  void arrived(long timeMillis, String station) {
    Wake wake = new Wake(timeMillis, station);
    if (row.isEmpty() || ORDER.compare(row.getLast(), wake) <= 0) {
      row.add(wake);
    } else {
      add(timeMillis, station);
    }
  }

  /** The next one up to and including that time, taken out; null = none. */
  @Nullable Wake next(long timeMillis) {
    Wake arrived = row.peek();
    Wake planned = heap.peek();
    boolean byRow = planned == null || (arrived != null && ORDER.compare(arrived, planned) <= 0);
    Wake first = byRow ? arrived : planned;
    if (first == null || first.timeMillis() > timeMillis) {
      return null;
    }
    if (byRow) {
      row.remove();
    } else {
      heap.remove();
      latest.remove(first.station(), first.timeMillis());
    }
    return first;
  }

  int size() {
    return heap.size() + row.size();
  }
}
