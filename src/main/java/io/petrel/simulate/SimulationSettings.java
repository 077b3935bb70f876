package io.petrel.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Settings of a simulation. Equal settings give equal reports.
 *
 * @param seed of all random values: the network, the storms' variety, noise and faults
 * @param stations 1 to 10 000
 * @param start the first reports are of the interval that begins then, each station at its own
 *     whole minute; the storm is at the edge of the network
 * @param duration of event time; every 60 hours the next storm comes
 * @param reportInterval 1 minute to 6 hours
 */
public record SimulationSettings(
    long seed,
    int stations,
    Instant start,
    Duration duration,
    Duration reportInterval,
    StormSettings storm,
    FeedSettings feed) {
  /** 60 stations, 10-minute reports, 36 hours of an autumn storm that begins in the evening. */
  public static final SimulationSettings DEFAULT =
      new SimulationSettings(
          1,
          60,
          Instant.parse("2026-10-20T18:00:00Z"),
          Duration.ofHours(36),
          Duration.ofMinutes(10),
          StormSettings.AUTUMN,
          FeedSettings.REALISTIC);

  public SimulationSettings {
    Objects.requireNonNull(start, "start is null");
    Objects.requireNonNull(storm, "storm is null");
    Objects.requireNonNull(feed, "feed is null");
    StormSettings.require("stations", stations, 1, 10_000);
    require("duration", duration, Duration.ZERO, Duration.ofDays(3650));
    require("reportInterval", reportInterval, Duration.ofMinutes(1), Duration.ofHours(6));
  }

  public SimulationSettings withSeed(long seed) {
    return new SimulationSettings(seed, stations, start, duration, reportInterval, storm, feed);
  }

  public SimulationSettings withStations(int stations) {
    return new SimulationSettings(seed, stations, start, duration, reportInterval, storm, feed);
  }

  public SimulationSettings withStart(Instant start) {
    return new SimulationSettings(seed, stations, start, duration, reportInterval, storm, feed);
  }

  public SimulationSettings withDuration(Duration duration) {
    return new SimulationSettings(seed, stations, start, duration, reportInterval, storm, feed);
  }

  public SimulationSettings withReportInterval(Duration reportInterval) {
    return new SimulationSettings(seed, stations, start, duration, reportInterval, storm, feed);
  }

  public SimulationSettings withStorm(StormSettings storm) {
    return new SimulationSettings(seed, stations, start, duration, reportInterval, storm, feed);
  }

  public SimulationSettings withFeed(FeedSettings feed) {
    return new SimulationSettings(seed, stations, start, duration, reportInterval, storm, feed);
  }

  /** Due reports of each station: one for each complete interval. */
  public long reportsPerStation() {
    return duration.dividedBy(reportInterval);
  }

  private static void require(String name, Duration value, Duration minimum, Duration maximum) {
    if (value.compareTo(minimum) < 0 || value.compareTo(maximum) > 0) {
      throw new IllegalArgumentException(
          "%s is %s; allowed are %s to %s".formatted(name, value, minimum, maximum));
    }
  }
}
