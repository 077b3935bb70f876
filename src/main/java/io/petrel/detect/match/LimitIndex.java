package io.petrel.detect.match;

import io.petrel.rule.Bound;
import io.petrel.rule.Condition;
import io.petrel.rule.NumberExpression;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many conditions may hold. Conditions that need the same number above or below a
 * limit are sorted by that limit, so that a thousand of them do not cost a thousand evaluations.
 * The caller evaluates the candidates. Not thread-safe.
 */
public final class LimitIndex {
  /** Assumed share of a number that is not a field: a field with a larger share selects less. */
  private static final double LOOSE = 0.5;

  /** Conditions without a limit. */
  private final BitSet always = new BitSet();

  private final Limits[] limits;

  private LimitIndex(List<Entry> entries) {
    Map<String, List<Entry>> byNumber = new TreeMap<>();
    for (Entry entry : entries) {
      Bound bound = entry.bound();
      if (bound == null) {
        always.set(entry.item());
      } else {
        String context = bound.variable().isPresent() ? "" : entry.context();
        byNumber
            .computeIfAbsent(context + '\n' + bound.number().text(), key -> new ArrayList<>())
            .add(entry);
      }
    }
    limits = byNumber.values().stream().map(Limits::new).toArray(Limits[]::new);
  }

  private record Entry(int item, @Nullable Bound bound, RuleScope scope, String context) {
    double low() {
      return bound == null ? Double.NEGATIVE_INFINITY : bound.low();
    }

    double high() {
      return bound == null ? Double.POSITIVE_INFINITY : bound.high();
    }
  }

  /** Conditions by the limit of one number. */
  private static final class Limits {
    final NumberExpression number;
    final RuleScope scope;

    /** Conditions that hold at or above their limit, lowest limit first. */
    final double[] low;

    final int[] lowItems;

    /** Conditions that hold at or below their limit, highest limit first. */
    final double[] high;

    final int[] highItems;

    Limits(List<Entry> entries) {
      Entry first = entries.get(0);
      if (first.bound() == null) {
        throw new IllegalArgumentException("no limit");
      }
      number = first.bound().number();
      scope = first.scope();
      List<Entry> above =
          entries.stream()
              .filter(entry -> entry.low() != Double.NEGATIVE_INFINITY)
              .sorted(Comparator.comparingDouble(Entry::low))
              .toList();
      List<Entry> below =
          entries.stream()
              .filter(entry -> entry.low() == Double.NEGATIVE_INFINITY)
              .sorted(Comparator.comparingDouble(entry -> -entry.high()))
              .toList();
      low = above.stream().mapToDouble(Entry::low).toArray();
      lowItems = above.stream().mapToInt(Entry::item).toArray();
      high = below.stream().mapToDouble(Entry::high).toArray();
      highItems = below.stream().mapToInt(Entry::item).toArray();
    }

    void collect(Observation observation, TakenSteps taken, BitSet items) {
      // Comparisons with a missing value (NaN) are false.
      double value = number.evaluate(scope.turnTo(observation, taken));
      for (int i = 0; i < low.length && low[i] <= value; i++) {
        items.set(lowItems[i]);
      }
      for (int i = 0; i < high.length && high[i] >= value; i++) {
        items.set(highItems[i]);
      }
    }
  }

  public static final class Builder {
    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param item the condition's number in {@link #collect}
     * @param scope of its rule
     * @param context numbers of equal text are equal only within one context
     */
    public Builder add(int item, Condition condition, RuleScope scope, String context) {
      entries.add(new Entry(item, narrowest(condition), scope, context));
      return this;
    }

    /** Adds an item that is always a candidate. */
    public Builder addAlways(int item, RuleScope scope) {
      entries.add(new Entry(item, null, scope, ""));
      return this;
    }

    public LimitIndex build() {
      return new LimitIndex(entries);
    }
  }

  private static @Nullable Bound narrowest(Condition condition) {
    return condition.bounds().stream()
        .min(Comparator.comparingDouble(LimitIndex::share))
        .orElse(null);
  }

  /** The share of a field's plausible values that lies in the range; {@link #LOOSE} for others. */
  private static double share(Bound bound) {
    Variable field = bound.variable().orElse(null);
    if (field == null) {
      return LOOSE;
    }
    double low = Math.max(bound.low(), field.minimum());
    double high = Math.min(bound.high(), field.maximum());
    return (high - low) / (field.maximum() - field.minimum());
  }

  /**
   * Adds the conditions that may hold for an observation.
   *
   * @param taken earlier steps that the conditions may refer to
   */
  public void collect(Observation observation, TakenSteps taken, BitSet items) {
    items.or(always);
    for (Limits number : limits) {
      number.collect(observation, taken, items);
    }
  }
}
