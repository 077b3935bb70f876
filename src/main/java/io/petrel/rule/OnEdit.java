package io.petrel.rule;

/** What happens to matches in progress when what a rule matches is edited. */
public enum OnEdit {
  /** They are dropped. */
  RESET,
  /** The old version finishes what it began and starts nothing new. */
  DRAIN
}
