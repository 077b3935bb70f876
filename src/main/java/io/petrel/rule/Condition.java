package io.petrel.rule;

import io.petrel.alert.Measured;
import java.util.List;
import java.util.Set;

/**
 * A compiled condition. Pure and safe for many threads. Never throws for any observation: what
 * cannot be computed is unknown.
 */
public interface Condition {
  /** Fulfilled by any observation. */
  Condition ALWAYS =
      new Condition() {
        @Override
        public Truth evaluate(EvaluationScope scope) {
          return Truth.TRUE;
        }

        @Override
        public String text() {
          return "";
        }

        @Override
        public String canonical() {
          return "";
        }

        @Override
        public Set<Integer> steps() {
          return Set.of();
        }
      };

  Truth evaluate(EvaluationScope scope);

  /** Whether it is fulfilled; unknown is not. */
  default boolean holds(EvaluationScope scope) {
    return evaluate(scope) == Truth.TRUE;
  }

  /** As its author wrote it, on one line; empty for {@link #ALWAYS}. For people only. */
  String text();

  /**
   * What it says, by its syntax: equal for conditions that differ in white space, brackets or the
   * like only. Tells conditions apart; empty for {@link #ALWAYS}. What a name or a measure in it
   * means is up to the rule.
   */
  String canonical();

  /**
   * Indexes of the steps whose observations it reads. Empty = it depends on the current one only.
   */
  Set<Integer> steps();

  /** The fields that it reads, in the order of the text: {@code pressure_hpa}, {@code extra.x}. */
  default Set<String> fields() {
    return Set.of();
  }

  /**
   * Ranges that are necessary for it to hold. Empty = none known. With them, many rules on one
   * field are looked up instead of evaluated.
   */
  default List<Bound> bounds() {
    return List.of();
  }

  /**
   * The measured values that make it hold: of a {@code &&} both sides, of a {@code ||} the true
   * ones. Slow beside {@link #evaluate}. Empty when it does not hold, or nothing is measured.
   */
  default List<Measured> measured(EvaluationScope scope) {
    return List.of();
  }
}
