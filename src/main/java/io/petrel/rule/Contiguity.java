package io.petrel.rule;

/** What may stand between a step and the one before it. */
public enum Contiguity {
  /** Nothing: the very next observation (Flink CEP {@code next}). */
  STRICT,
  /**
   * Observations that do not fit are skipped; the first that fits is taken ({@code followedBy}).
   */
  RELAXED,
  /** Any later observation that fits, each in a match of its own ({@code followedByAny}). */
  ANY
}
