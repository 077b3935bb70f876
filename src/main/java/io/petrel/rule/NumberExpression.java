package io.petrel.rule;

import java.util.Set;

/** A compiled number. Pure, safe for many threads, never throws. */
public interface NumberExpression {
  /** The value, or NaN when something it needs is missing. */
  double evaluate(EvaluationScope scope);

  /** The source text. */
  String text();

  /** As {@link Condition#fields}. */
  default Set<String> fields() {
    return Set.of();
  }
}
