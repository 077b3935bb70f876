package io.petrel.ingest;

import io.petrel.text.Require;
import java.io.Serializable;
import java.time.Duration;

/**
 * What writers of observations can make the engine remember. All that it keeps is by station, so
 * without an end of stations and of reports of one there would be no end of memory.
 *
 * @param stations most that each subtask takes reports of; those of further ones are rejected. > 0
 * @param reportsPerHour most reports of one station in an hour of event time; further ones are
 *     rejected. > 0
 * @param forgetAfter a station that was not heard for so long makes room for another, > 0
 */
public record StationLimits(int stations, int reportsPerHour, Duration forgetAfter)
    implements Serializable {
  /** As many as all public networks of a continent have, two reports a second, a month. */
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
