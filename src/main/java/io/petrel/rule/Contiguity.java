package io.petrel.rule;

/** What may come between a step and the one before it. */
public enum Contiguity {
  /** Nothing: the very next observation (Flink CEP {@code next}). */
  STRICT,
  /**
   * Observations that do not match are skipped; the first that matches is taken ({@code
   * followedBy}).
   */
  RELAXED,
  /** Any later observation that matches, each in a match of its own ({@code followedByAny}). */
  ANY
}
