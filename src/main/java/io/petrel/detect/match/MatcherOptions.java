package io.petrel.detect.match;

/**
 * How rules are matched.
 *
 * @param limit most matches in progress of one rule at one station
 * @param compact whether patterns that do not branch run in the compact matcher; off only to
 *     compare
 * @param paths is told which ways through the rules are taken
 */
public record MatcherOptions(int limit, boolean compact, PathObserver paths) {
  public MatcherOptions(int limit, boolean compact) {
    this(limit, compact, PathObserver.NONE);
  }

  /** Whether anybody is told of ways. */
  public boolean watches() {
    return paths != PathObserver.NONE;
  }
}
