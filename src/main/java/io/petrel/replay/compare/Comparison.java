package io.petrel.replay.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two sets of rules told differently about the same history.
 *
 * <p>Incidents of the same rule and place belong together when they overlap, or one begins no later
 * than a tolerance after the other's end; of several the one whose first record is nearest. What
 * has no partner is added or removed.
 *
 * @param differences by time, rule and incident
 * @param same incidents that both tell alike
 * @param before incidents that the old rules tell
 * @param after incidents that the new rules tell
 */
public record Comparison(List<Difference> differences, int same, int before, int after) {
  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares.
   *
   * @param before what the old rules told, by time of the first record
   * @param after what the new rules told, in the same order
   */
  public static Comparison of(List<Incident> before, List<Incident> after, Duration tolerance) {
    Map<String, List<Incident>> old = byKey(before);
    Map<String, List<Incident>> now = byKey(after);
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    List<Difference> differences = new ArrayList<>();
    int same = 0;
    for (String key : keys) {
      for (Difference pair :
          pairs(
              old.getOrDefault(key, List.of()),
              now.getOrDefault(key, List.of()),
              tolerance.toMillis())) {
        if (pair.before() != null
            && pair.after() != null
            && Difference.isNone(pair.before(), pair.after())) {
          same++;
        } else {
          differences.add(pair);
        }
      }
    }
    differences.sort(Difference.ORDER);
    return new Comparison(differences, same, before.size(), after.size());
  }

  public long count(Difference.Kind kind) {
    return differences.stream().filter(difference -> difference.kind() == kind).count();
  }

  private static Map<String, List<Incident>> byKey(List<Incident> incidents) {
    Map<String, List<Incident>> byKey = new TreeMap<>();
    for (Incident incident : incidents) {
      byKey
          .computeIfAbsent(incident.rule() + '\n' + incident.by(), key -> new ArrayList<>())
          .add(incident);
    }
    return byKey;
  }

  private record Pair(int before, int after, long apart) {}

  /** Incidents of one rule and place follow each other, so that few can be partners of one. */
  private static List<Difference> pairs(
      List<Incident> before, List<Incident> after, long tolerance) {
    List<Pair> possible = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < before.size(); i++) {
      Incident one = before.get(i);
      while (from < after.size() && gap(after.get(from), one) > tolerance) {
        from++;
      }
      for (int j = from; j < after.size() && gap(one, after.get(j)) <= tolerance; j++) {
        possible.add(new Pair(i, j, Math.abs(one.toldMillis() - after.get(j).toldMillis())));
      }
    }
    possible.sort(
        Comparator.comparingLong(Pair::apart)
            .thenComparingInt(Pair::before)
            .thenComparingInt(Pair::after));
    Map<Integer, Integer> partner = new HashMap<>();
    TreeSet<Integer> free = new TreeSet<>();
    for (int j = 0; j < after.size(); j++) {
      free.add(j);
    }
    for (Pair pair : possible) {
      if (!partner.containsKey(pair.before()) && free.remove(pair.after())) {
        partner.put(pair.before(), pair.after());
      }
    }
    List<Difference> pairs = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Integer j = partner.get(i);
      pairs.add(new Difference(before.get(i), j == null ? null : after.get(j)));
    }
    free.forEach(j -> pairs.add(new Difference(null, after.get(j))));
    return pairs;
  }

  /** Time from the end of the first to the first record of the second; < 0 when they overlap. */
  private static long gap(Incident first, Incident second) {
    return first.ended() ? second.toldMillis() - first.lastMillis() : Long.MIN_VALUE;
  }
}
