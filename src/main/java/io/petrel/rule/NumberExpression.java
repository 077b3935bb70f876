package io.petrel.rule;

/** A compiled number. Pure, safe for many threads, never throws. */
public interface NumberExpression {
  /** The value, or NaN when something it needs is missing. */
  double evaluate(Scope scope);

  /** As its author wrote it. */
  String text();
}
