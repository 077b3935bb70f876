package io.petrel.detect;

import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.match.PathObserver;
import io.petrel.rule.check.StateEstimate;
import io.petrel.text.Require;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of detection. Only {@code partialMatches} can change which matches are found.
 *
 * @param partialMatches most partial matches of one rule at one station, > 0; the oldest is dropped
 *     and counted
 * @param contextSize most observations that a match carries for charts, >= 0
 * @param forgetAfter event time without an observation after which a station's state is removed,
 *     once all windows have passed, > 0
 * @param stationsInMemory stations whose state is kept unpacked in memory, in each subtask, > 0
 * @param paths observes the paths that matches take through the rules
 */
public record DetectSettings(
    int partialMatches,
    int contextSize,
    Duration forgetAfter,
    int stationsInMemory,
    PathObserver paths)
    implements Serializable {
  public static final DetectSettings DEFAULT =
      new DetectSettings(StateEstimate.USUAL_CAP, 60, Duration.ofDays(30), 20_000);

  public DetectSettings {
    if (partialMatches <= 0 || contextSize < 0 || stationsInMemory <= 0) {
      throw new IllegalArgumentException(
          "partialMatches %d and stationsInMemory %d must be > 0, contextSize %d >= 0"
              .formatted(partialMatches, stationsInMemory, contextSize));
    }
    Require.positive("forgetAfter", forgetAfter);
  }

  /** Without an observer of paths. */
  public DetectSettings(
      int partialMatches, int contextSize, Duration forgetAfter, int stationsInMemory) {
    this(partialMatches, contextSize, forgetAfter, stationsInMemory, PathObserver.NONE);
  }

  MatcherOptions matching() {
    return new MatcherOptions(partialMatches, true, paths);
  }

  /** A copy with an observer of paths. */
  public DetectSettings observedBy(PathObserver observer) {
    return new DetectSettings(partialMatches, contextSize, forgetAfter, stationsInMemory, observer);
  }
}
