package io.petrel.detect;

import io.petrel.rule.Bound;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rules an observation may begin, found by its values: a rule whose start needs a field above
 * or below a limit is looked up in an order of the limits, so that a thousand such rules do not
 * cost a thousand conditions. What it finds is evaluated all the same.
 */
final class StartIndex {
  /** Rules for which there is no limit to go by. */
  private final BitSet always = new BitSet();

  private final Limits[] limits;

  /** Rules by the limit of one field. */
  private static final class Limits {
    final int variable;

    /** Rules that begin at or above their limit, lowest limit first. */
    final double[] low;

    final int[] lowRules;

    /** Rules that begin at or below their limit, highest limit first. */
    final double[] high;

    final int[] highRules;

    Limits(int variable, List<Place> places) {
      this.variable = variable;
      List<Place> above =
          places.stream()
              .filter(place -> place.bound().low() != Double.NEGATIVE_INFINITY)
              .sorted(Comparator.comparingDouble(place -> place.bound().low()))
              .toList();
      List<Place> below =
          places.stream()
              .filter(place -> place.bound().low() == Double.NEGATIVE_INFINITY)
              .sorted(Comparator.comparingDouble(place -> -place.bound().high()))
              .toList();
      low = above.stream().mapToDouble(place -> place.bound().low()).toArray();
      lowRules = above.stream().mapToInt(Place::rule).toArray();
      high = below.stream().mapToDouble(place -> place.bound().high()).toArray();
      highRules = below.stream().mapToInt(Place::rule).toArray();
    }

    void collect(double value, BitSet rules) {
      for (int i = 0; i < low.length && low[i] <= value; i++) {
        rules.set(lowRules[i]);
      }
      for (int i = 0; i < high.length && high[i] >= value; i++) {
        rules.set(highRules[i]);
      }
    }
  }

  private record Place(int rule, Bound bound) {}

  StartIndex(List<CompiledRule> rules) {
    Map<Integer, List<Place>> places = new TreeMap<>();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).isDraining()) {
        continue;
      }
      int rule = i;
      rules
          .get(i)
          .startBound()
          .ifPresentOrElse(
              bound ->
                  places
                      .computeIfAbsent(bound.variable().index(), key -> new ArrayList<>())
                      .add(new Place(rule, bound)),
              () -> always.set(rule));
    }
    limits =
        places.entrySet().stream()
            .map(entry -> new Limits(entry.getKey(), entry.getValue()))
            .toArray(Limits[]::new);
  }

  /** Adds the rules that the observation may begin. */
  void collect(Observation observation, BitSet rules) {
    rules.or(always);
    for (Limits field : limits) {
      // Nothing is at or above, or at or below, a missing value.
      field.collect(observation.value(field.variable), rules);
    }
  }
}
