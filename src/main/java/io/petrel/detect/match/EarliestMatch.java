package io.petrel.detect.match;

import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.List;

/** The choice of {@code restart} among matches that complete at the same moment. */
public final class EarliestMatch {
  private EarliestMatch() {}

  /**
   * The match that started first; of those, the one that continued first; of those, the longest,
   * because it says more.
   *
   * @param found at least one; those that start at the same time in the order of their starts
   */
  @SuppressWarnings("ReferenceEquality") // Two observations of one time are two starts.
  public static FoundMatch of(List<FoundMatch> found) {
    FoundMatch earliest = found.get(0);
    for (FoundMatch other : found) {
      if (other.first().timeMillis() < earliest.first().timeMillis()) {
        earliest = other;
      }
    }
    for (FoundMatch other : found) {
      if (other.first() == earliest.first() && compare(times(other), times(earliest)) < 0) {
        earliest = other;
      }
    }
    return earliest;
  }

  private static List<Long> times(FoundMatch match) {
    List<Long> times = new ArrayList<>();
    for (List<Observation> taken : match.steps()) {
      for (Observation observation : taken) {
        times.add(observation.timeMillis());
      }
    }
    return times;
  }

  private static int compare(List<Long> one, List<Long> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = Long.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(other.size(), one.size());
  }
}
