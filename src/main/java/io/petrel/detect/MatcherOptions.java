package io.petrel.detect;

import io.petrel.rule.Rule;

/**
 * How rules are matched.
 *
 * @param limit most matches in progress of one rule at one station
 * @param compact whether patterns that do not branch run in the compact matcher; off only to
 *     compare
 * @param paths is told which ways through the rules are taken
 */
record MatcherOptions(int limit, boolean compact, PathObserver paths) {
  MatcherOptions(int limit, boolean compact) {
    this(limit, compact, PathObserver.NONE);
  }

  static MatcherOptions of(DetectSettings settings) {
    return new MatcherOptions(settings.partialMatches(), true, settings.paths());
  }

  /** Whether anybody is told of ways. */
  boolean watches() {
    return paths != PathObserver.NONE;
  }

  MatcherKind kind(Rule rule) {
    return compact && CompactStates.fits(rule) ? MatcherKind.COMPACT : MatcherKind.NFA;
  }
}
