package io.petrel.ingest;

import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies {@link StationLimits} to the stations of a subtask. Known stations stay accepted when the
 * limit is reached, so that a flood of invented ones affects only new stations. Not in state: each
 * start begins at zero. Not thread-safe.
 */
final class StationLimiter {
  private static final long HOUR_MILLIS = 3_600_000;

  private final StationLimits limits;

  /** In order of their last report, the oldest first. */
  private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(64, 0.75f, true);

  private static final class Known {
    private long heardAt;
    private long hour = Long.MIN_VALUE;
    private int reports;
  }

  StationLimiter(StationLimits limits) {
    this.limits = limits;
  }

  /**
   * Checks and counts an observation.
   *
   * @param now the wall clock, milliseconds since 1970 UTC
   * @return why it is refused; null = accepted
   */
  Decoded.@Nullable Rejected<Observation> refusal(Observation observation, long now) {
    Known station = known.get(observation.stationId());
    if (station == null) {
      if (!hasRoom(now)) {
        return new Decoded.Rejected<>(
            RejectReason.TOO_MANY_STATIONS,
            "the station is new, and %d are known, which is ingest.max-stations"
                .formatted(known.size()));
      }
      station = new Known();
      known.put(observation.stationId(), station);
    }
    station.heardAt = now;
    return countIn(station, Math.floorDiv(observation.timeMillis(), HOUR_MILLIS))
        ? null
        : new Decoded.Rejected<>(
            RejectReason.TOO_MANY_REPORTS,
            "the station has sent %d reports of this hour, which is ingest.max-reports-per-hour"
                .formatted(limits.reportsPerHour()));
  }

  private boolean hasRoom(long now) {
    if (known.size() < limits.stations()) {
      return true;
    }
    Iterator<Known> silent = known.values().iterator();
    if (now - silent.next().heardAt < limits.forgetAfter().toMillis()) {
      return false;
    }
    silent.remove();
    return true;
  }

  /** Reports of an earlier hour count for the latest one; otherwise they would reset the count. */
  private boolean countIn(Known station, long hour) {
    if (hour > station.hour) {
      station.hour = hour;
      station.reports = 0;
    }
    if (station.reports == limits.reportsPerHour()) {
      return false;
    }
    station.reports++;
    return true;
  }
}
