package io.petrel.ingest;

import io.petrel.text.Require;
import java.io.Serializable;
import java.time.Duration;

/**
 * Limits that bound the engine's memory, whatever the writers of observations send: all state is by
 * station.
 *
 * @param stations most stations of each subtask; the reports of others are rejected. > 0
 * @param reportsPerHour most reports of one station in an hour of event time; further ones are
 *     rejected. > 0
 * @param forgetAfter time without a report after which another station may replace a known one, > 0
 */
public record StationLimits(int stations, int reportsPerHour, Duration forgetAfter)
    implements Serializable {
  /** The stations of all public networks of a continent, two reports a second, a month. */
  public static final StationLimits DEFAULT =
      new StationLimits(100_000, 7_200, Duration.ofDays(30));

  public StationLimits {
    if (stations <= 0 || reportsPerHour <= 0) {
      throw new IllegalArgumentException(
          "stations %d and reportsPerHour %d must be > 0".formatted(stations, reportsPerHour));
    }
    Require.positive("forgetAfter", forgetAfter);
  }
}
