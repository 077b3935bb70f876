package io.petrel.incident.silence;

import io.petrel.alert.Detection;
import io.petrel.incident.silence.FeedSilenceState.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Held matches of silent stations, ordered so that the output does not depend on the order of
 * arrival. No query visits all of them, because a sender can invent a hundred thousand stations
 * that each fall silent at another time. Not thread-safe.
 */
final class HeldMatches {
  private static final char SEPARATOR = '\n';

  private record Due(long millis, String key) {}

  /** By station and rule. */
  private final TreeMap<String, Held> byKey = new TreeMap<>();

  private final TreeSet<Due> byDue =
      new TreeSet<>(Comparator.comparingLong(Due::millis).thenComparing(Due::key));

  /** How many matches of each station are held. */
  private final Map<String, Integer> stations = new HashMap<>();

  /** Holds a match; it replaces an earlier one of the same station and rule. */
  void put(Held held) {
    String key = key(held.match());
    remove(key);
    byKey.put(key, held);
    byDue.add(new Due(held.dueMillis(), key));
    stations.merge(held.match().stationId(), 1, Integer::sum);
  }

  /** Removes the match of the detection's station and rule. */
  void remove(Detection detection) {
    remove(key(detection));
  }

  private void remove(String key) {
    Held held = byKey.remove(key);
    if (held != null) {
      byDue.remove(new Due(held.dueMillis(), key));
      stations.computeIfPresent(
          held.match().stationId(), (s, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Removes a station's matches before a time at which it has reported. */
  void heard(String station, long timeMillis) {
    if (!stations.containsKey(station)) {
      return;
    }
    String from = station + SEPARATOR;
    for (Held held : List.copyOf(byKey.subMap(from, from + Character.MAX_VALUE).values())) {
      if (held.match().timeMillis() < timeMillis) {
        remove(key(held.match()));
      }
    }
  }

  /** Removes and returns those that are due up to and including a time, in order of due time. */
  List<Held> takeDue(long untilMillis) {
    List<Held> due = new ArrayList<>();
    while (!byDue.isEmpty() && byDue.first().millis() <= untilMillis) {
      Held held = byKey.get(byDue.first().key());
      if (held == null) {
        throw new IllegalStateException(byDue.first().toString());
      }
      due.add(held);
      remove(key(held.match()));
    }
    return due;
  }

  /** Sets the due time of all. */
  void postpone(long dueMillis) {
    for (Held held : List.copyOf(byKey.values())) {
      put(new Held(held.match(), dueMillis));
    }
  }

  /** By station and rule. */
  Collection<Held> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  int size() {
    return byKey.size();
  }

  /** The number of their stations. */
  int stations() {
    return stations.size();
  }

  private static String key(Detection detection) {
    return detection.stationId() + SEPARATOR + detection.rule();
  }
}
