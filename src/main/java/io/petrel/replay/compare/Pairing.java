package io.petrel.replay.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pairs items of two lists, each in the order of time: items with the same key that overlap, or of
 * which one begins at most a tolerance after the other's end; of several, the one that begins
 * nearest.
 *
 * @param likeness the key that both items must share
 * @param from when one begins, in milliseconds
 * @param until when one ends; {@link Long#MAX_VALUE} = not yet
 * @param tolerance in milliseconds
 */
record Pairing<T>(
    Function<T, String> likeness, Function<T, Long> from, Function<T, Long> until, long tolerance) {

  /** A pair, or an item without a partner. */
  record Pair<T>(@Nullable T before, @Nullable T after) {}

  private record Possible(int before, int after, long apart) {}

  /** All items of both lists, each once. */
  List<Pair<T>> of(List<T> before, List<T> after) {
    Map<String, List<T>> old = byLikeness(before);
    Map<String, List<T>> now = byLikeness(after);
    TreeSet<String> all = new TreeSet<>(old.keySet());
    all.addAll(now.keySet());
    List<Pair<T>> pairs = new ArrayList<>();
    for (String one : all) {
      pair(old.getOrDefault(one, List.of()), now.getOrDefault(one, List.of()), pairs);
    }
    return pairs;
  }

  private Map<String, List<T>> byLikeness(List<T> things) {
    Map<String, List<T>> alike = new TreeMap<>();
    things.forEach(
        thing -> alike.computeIfAbsent(likeness.apply(thing), key -> new ArrayList<>()).add(thing));
    return alike;
  }

  private void pair(List<T> before, List<T> after, List<Pair<T>> pairs) {
    Map<Integer, Integer> partner = new HashMap<>();
    TreeSet<Integer> free = new TreeSet<>();
    for (int j = 0; j < after.size(); j++) {
      free.add(j);
    }
    for (Possible pair : possible(before, after)) {
      if (!partner.containsKey(pair.before()) && free.remove(pair.after())) {
        partner.put(pair.before(), pair.after());
      }
    }
    for (int i = 0; i < before.size(); i++) {
      Integer j = partner.get(i);
      pairs.add(new Pair<>(before.get(i), j == null ? null : after.get(j)));
    }
    free.forEach(j -> pairs.add(new Pair<>(null, after.get(j))));
  }

  /**
   * The nearest first. Items with the same key follow each other, so that few can be partners of
   * one.
   */
  private List<Possible> possible(List<T> before, List<T> after) {
    List<Possible> possible = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < before.size(); i++) {
      T one = before.get(i);
      while (first < after.size() && gap(after.get(first), one) > tolerance) {
        first++;
      }
      for (int j = first; j < after.size() && gap(one, after.get(j)) <= tolerance; j++) {
        possible.add(new Possible(i, j, Math.abs(from.apply(one) - from.apply(after.get(j)))));
      }
    }
    possible.sort(
        Comparator.comparingLong(Possible::apart)
            .thenComparingInt(Possible::before)
            .thenComparingInt(Possible::after));
    return possible;
  }

  /** Time from the end of the first to the beginning of the second; < 0 when they overlap. */
  private long gap(T first, T second) {
    long end = until.apply(first);
    return end == Long.MAX_VALUE ? Long.MIN_VALUE : from.apply(second) - end;
  }
}
