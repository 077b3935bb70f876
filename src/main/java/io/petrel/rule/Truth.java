package io.petrel.rule;

/** Kleene's three values: a comparison with a missing value is unknown. */
public enum Truth {
  FALSE,
  TRUE,
  UNKNOWN
}
