package io.petrel.detect.measure;

import io.petrel.detect.match.RuleScope;
import io.petrel.rule.Condition;
import io.petrel.rule.Measure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The measures, filters and conditions of all rules of a subtask, each distinct one once. Not
 * thread-safe.
 */
public final class SharedParts {
  private final EvaluationContext pass = new EvaluationContext();
  private final Map<Measure, MeasureCell> measures = new HashMap<>();
  private final Map<String, ObservationFilter> filters = new HashMap<>();
  private final Map<String, CachedCondition> conditions = new HashMap<>();
  private final Set<Object> used = new HashSet<>();
  private long freeBits = (1L << ObservationFilter.BITS) - 1;

  public EvaluationContext evaluation() {
    return pass;
  }

  public MeasureCell measure(Measure measure) {
    used.add(measure);
    ObservationFilter filter =
        measure.observations() == null ? null : filter(measure.observations().condition());
    return measures.computeIfAbsent(measure, m -> new MeasureCell(m, filter, pass));
  }

  public @Nullable ObservationFilter filter(@Nullable Condition condition) {
    if (condition == null) {
      return null;
    }
    String key = "filter " + condition.canonical();
    used.add(key);
    ObservationFilter known = filters.get(key);
    if (known == null) {
      long bit = Long.lowestOneBit(freeBits);
      freeBits &= ~bit;
      known = new ObservationFilter(condition, bit);
      filters.put(key, known);
    }
    return known;
  }

  /**
   * The condition that stands for all equal ones.
   *
   * @param observations the rule's filter: it decides what measures in the condition mean
   * @param scope of the rule, for this condition alone
   */
  public Condition condition(
      Condition condition, @Nullable Condition observations, Supplier<RuleScope> scope) {
    if (condition.canonical().isEmpty() || !condition.steps().isEmpty()) {
      return condition;
    }
    String key =
        "condition "
            + condition.canonical()
            + "\nof "
            + (observations == null ? "" : observations.canonical());
    used.add(key);
    return conditions.computeIfAbsent(key, k -> new CachedCondition(condition, scope.get(), pass));
  }

  /** Measures that need the observation before, however old. */
  public List<MeasureCell> anchored() {
    List<MeasureCell> anchored = new ArrayList<>();
    for (MeasureCell cell : measures.values()) {
      if (cell.needsAnchor()) {
        anchored.add(cell);
      }
    }
    return anchored;
  }

  public long longestWindowMillis() {
    long longest = 0;
    for (MeasureCell cell : measures.values()) {
      longest = Math.max(longest, cell.windowMillis());
    }
    return longest;
  }

  /** Begins a set of rules: what is not asked for until {@link #endSet} is dropped. */
  public void beginSet() {
    used.clear();
  }

  public void endSet() {
    measures.keySet().retainAll(used);
    conditions.keySet().retainAll(used);
    for (Map.Entry<String, ObservationFilter> filter : filters.entrySet()) {
      freeBits |= used.contains(filter.getKey()) ? 0 : filter.getValue().bit();
    }
    filters.keySet().retainAll(used);
  }
}
