package io.petrel.detect;

import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.match.PathObserver;
import io.petrel.rule.Emit;
import io.petrel.rule.check.StateEstimate;
import io.petrel.text.Require;
import io.petrel.weather.ReportDelays;
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
 * @param emit when matches are emitted, unless their rule says otherwise
 * @param reviseFor how much older than the newest report of its station a late or corrected one may
 *     be to be put in its place, >= 0; 0 = none is
 * @param reportDelays the watermark trails by the usual one; what needs the absence of reports of a
 *     slower feed waits so much longer
 * @param paths observes the paths that matches take through the rules
 */
public record DetectSettings(
    int partialMatches,
    int contextSize,
    Duration forgetAfter,
    int stationsInMemory,
    Emit emit,
    Duration reviseFor,
    ReportDelays reportDelays,
    PathObserver paths)
    implements Serializable {
  public static final DetectSettings DEFAULT =
      new DetectSettings(
          StateEstimate.USUAL_CAP,
          60,
          Duration.ofDays(30),
          20_000,
          Emit.IMMEDIATELY,
          Duration.ofHours(6),
          ReportDelays.of(Duration.ofMinutes(10)),
          PathObserver.NONE);

  public DetectSettings {
    if (partialMatches <= 0 || contextSize < 0 || stationsInMemory <= 0) {
      throw new IllegalArgumentException(
          "partialMatches %d and stationsInMemory %d must be > 0, contextSize %d >= 0"
              .formatted(partialMatches, stationsInMemory, contextSize));
    }
    Require.positive("forgetAfter", forgetAfter);
    Require.notNegative("reviseFor", reviseFor);
  }

  /** For reports that come in order: matches when they are certain, and no revision. */
  public DetectSettings(
      int partialMatches, int contextSize, Duration forgetAfter, int stationsInMemory) {
    this(
        partialMatches,
        contextSize,
        forgetAfter,
        stationsInMemory,
        Emit.WHEN_CERTAIN,
        Duration.ZERO,
        ReportDelays.of(Duration.ZERO),
        PathObserver.NONE);
  }

  /** A copy for a bounded run, which sees reports in order. */
  public DetectSettings inOrder() {
    return with(Emit.WHEN_CERTAIN, Duration.ZERO, paths);
  }

  /** A copy with another {@link #emit}. */
  public DetectSettings emitting(Emit other) {
    return with(other, reviseFor, paths);
  }

  /** Whether reports are taken in order when the watermark has passed them, and never again. */
  boolean isInOrder() {
    return emit == Emit.WHEN_CERTAIN && reviseFor.isZero();
  }

  MatcherOptions matching() {
    return new MatcherOptions(partialMatches, true, paths);
  }

  /** A copy with an observer of paths. */
  public DetectSettings observedBy(PathObserver observer) {
    return with(emit, reviseFor, observer);
  }

  private DetectSettings with(Emit newEmit, Duration newReviseFor, PathObserver newPaths) {
    return new DetectSettings(
        partialMatches,
        contextSize,
        forgetAfter,
        stationsInMemory,
        newEmit,
        newReviseFor,
        reportDelays,
        newPaths);
  }
}
