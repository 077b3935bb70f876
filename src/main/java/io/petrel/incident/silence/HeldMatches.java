package io.petrel.incident.silence;

import io.petrel.alert.detection.Detection;
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
 * Silent stations that were not told, in an order of their own so that what is told does not depend
 * on who came first. No question costs a look at all of them: who invents stations lets a hundred
 * thousand fall silent, each at a time of its own. Not thread-safe.
 */
final class HeldMatches {
  private static final char SEPARATOR = '\n';

  private record Due(long millis, String key) {}

  /** By station and rule. */
  private final TreeMap<String, Held> byKey = new TreeMap<>();

  private final TreeSet<Due> byDue =
      new TreeSet<>(Comparator.comparingLong(Due::millis).thenComparing(Due::key));

  private long bytes;

  /** How many are held of each station. */
  private final Map<String, Integer> stations = new HashMap<>();

  /** Holds a match, in the place of an earlier one of the same station and rule. */
  void put(Held held) {
    String key = key(held.match());
    remove(key);
    byKey.put(key, held);
    bytes += held.match().bytesInMemory();
    byDue.add(new Due(held.dueMillis(), key));
    stations.merge(held.match().stationId(), 1, Integer::sum);
  }

  /** Lets go of what the detection is about. */
  void remove(Detection detection) {
    remove(key(detection));
  }

  /** Lets go of a match by its id; false = it is not held. */
  boolean withdraw(String station, String rule, long id) {
    Held held = byKey.get(station + SEPARATOR + rule);
    if (held == null || held.match().id() != id) {
      return false;
    }
    remove(held.match());
    return true;
  }

  private void remove(String key) {
    Held held = byKey.remove(key);
    if (held != null) {
      bytes -= held.match().bytesInMemory();
      byDue.remove(new Due(held.dueMillis(), key));
      stations.computeIfPresent(
          held.match().stationId(), (s, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Lets go of a station's matches before a time: it was heard then. */
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

  /** Takes out those that are due up to and including a time, by that. */
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

  /** Gives all another time to be told at. */
  void postpone(long dueMillis) {
    for (Held held : List.copyOf(byKey.values())) {
      put(new Held(held.match(), dueMillis));
    }
  }

  /** By station and rule. */
  Collection<Held> all() {
    return Collections.unmodifiableCollection(byKey.values());
  }

  /** What they take in memory, about. */
  long bytesInMemory() {
    return bytes;
  }

  int size() {
    return byKey.size();
  }

  /** How many stations they are of. */
  int stations() {
    return stations.size();
  }

  private static String key(Detection detection) {
    return detection.stationId() + SEPARATOR + detection.rule();
  }
}
