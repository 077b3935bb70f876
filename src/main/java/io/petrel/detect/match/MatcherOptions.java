package io.petrel.detect.match;

/**
 * How rules are matched.
 *
 * @param limit most partial matches of one rule at one station
 * @param compact whether patterns that do not branch run in the linear matcher; off only for
 *     comparison tests
 * @param paths observes the paths that matches take through the rules
 */
public record MatcherOptions(int limit, boolean compact, PathObserver paths) {
  public MatcherOptions(int limit, boolean compact) {
    this(limit, compact, PathObserver.NONE);
  }

  /** Whether there is an observer of paths. */
  public boolean watches() {
    return paths != PathObserver.NONE;
  }
}
