package io.petrel.detect;

import io.petrel.rule.Rule;

/**
 * How rules are matched.
 *
 * @param limit most matches in progress of one rule at one station
 * @param compact whether patterns that do not branch run in the compact matcher; off only to
 *     compare
 */
record MatcherOptions(int limit, boolean compact) {
  static MatcherOptions of(DetectSettings settings) {
    return new MatcherOptions(settings.partialMatches(), true);
  }

  MatcherKind kind(Rule rule) {
    return compact && CompactStates.fits(rule) ? MatcherKind.COMPACT : MatcherKind.NFA;
  }
}
