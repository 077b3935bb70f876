package io.petrel.incident.silence;

import io.petrel.text.Require;
import java.io.Serializable;
import java.time.Duration;

/**
 * When silent stations count as one silent feed.
 *
 * @param label name of the label that marks rules about silent stations
 * @param value value of that label
 * @param share part of the known stations, > 0 and < 1: when more than this go silent within {@code
 *     together}, the feed is silent; when at most half of it still is, the feed is back
 * @param minimumStations stations that must be silent at least, >= 2
 * @param together event time in which they go silent, > 0; delays the match of a silent station
 * @param known event time for which a station that reported counts as known, > {@code together}
 * @param heardEvery interval, in event time, at which a reporting station is noted, > 0
 */
public record FeedSilenceSettings(
    String label,
    String value,
    double share,
    int minimumStations,
    Duration together,
    Duration known,
    Duration heardEvery)
    implements Serializable {
  private static final Duration KNOWN = Duration.ofDays(3);

  public FeedSilenceSettings {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share is %s, must be > 0 and < 1".formatted(share));
    }
    if (minimumStations < 2) {
      throw new IllegalArgumentException(
          "minimumStations is %d, must be >= 2".formatted(minimumStations));
    }
    Require.positive("together", together);
    Require.positive("heardEvery", heardEvery);
    if (known.compareTo(together) <= 0) {
      throw new IllegalArgumentException(
          "known is %s, must be longer than together, %s".formatted(known, together));
    }
  }

  /** Rules labelled {@code hazard: silence}; more than half of the stations within half an hour. */
  public static FeedSilenceSettings defaults() {
    return of(0.5, 3, Duration.ofMinutes(30));
  }

  /**
   * With the usual label, and stations known for three days, longer if {@code together} is long.
   */
  public static FeedSilenceSettings of(double share, int minimumStations, Duration together) {
    Duration twice = together.multipliedBy(2);
    return new FeedSilenceSettings(
        "hazard",
        "silence",
        share,
        minimumStations,
        together,
        twice.compareTo(KNOWN) > 0 ? twice : KNOWN,
        Duration.ofMinutes(10));
  }
}
