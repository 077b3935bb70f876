package io.petrel.detect.match;

/** The matchers. Both find the same matches. */
public enum MatcherKind {
  /** Flink CEP's automaton: every pattern. */
  NFA,
  /** A step number and the observations taken: patterns that do not branch. */
  COMPACT
}
