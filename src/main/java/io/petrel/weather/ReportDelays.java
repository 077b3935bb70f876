package io.petrel.weather;

import io.petrel.text.Require;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long after its event time a report may be on its way before its absence counts.
 *
 * @param usual of feeds without a delay of their own, >= 0
 * @param byFeed by {@link Observation#feed}, each >= 0
 */
public record ReportDelays(Duration usual, Map<String, Duration> byFeed) implements Serializable {
  public ReportDelays {
    byFeed = new TreeMap<>(byFeed); // Map.copyOf has no fixed order
    byFeed.forEach(Require::notNegative);
    Require.notNegative("usual", usual);
  }

  /** The same for all feeds. */
  public static ReportDelays of(Duration usual) {
    return new ReportDelays(usual, Map.of());
  }

  /**
   * How much longer than usual the feed's reports may take; 0 for one that is as fast or faster.
   *
   * @param feed null = unknown
   */
  public long extraMillis(@Nullable String feed) {
    Duration own = feed == null ? null : byFeed.get(feed);
    return own == null ? 0 : Math.max(0, own.minus(usual).toMillis());
  }
}
