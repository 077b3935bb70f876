package io.petrel.feed.format;

import io.petrel.feed.metar.MetarReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the month and year of METAR reports, which say only a day. A report is nearest to the time
 * that stands beside it; without one, to the report of its station before it, and the first to a
 * given day. So a file with reports of one station more than two weeks apart needs times. Not
 * thread-safe.
 */
final class ReportDates {
  private static final int STATIONS = 20_000;
  private static final Duration AWAY = Duration.ofDays(1);

  private final @Nullable LocalDate start;
  private final RecentMap<Instant> lastOfStation = new RecentMap<>(STATIONS);

  /**
   * @param start a day within two weeks of the first report; null = not known
   */
  ReportDates(@Nullable LocalDate start) {
    this.start = start;
  }

  /** When a report was made; empty if that cannot be told. */
  Optional<Instant> resolve(MetarReport report, @Nullable Instant near) {
    Instant reference = near != null ? near : lastOfStation.get(report.station());
    if (reference == null && start != null) {
      reference = start.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }
    if (reference == null) {
      return Optional.empty();
    }
    Instant nearest = nearest(report, reference);
    if (nearest == null
        || (near != null && Duration.between(near, nearest).abs().compareTo(AWAY) > 0)) {
      return Optional.empty();
    }
    lastOfStation.put(report.station(), nearest);
    return Optional.of(nearest);
  }

  /** Why {@link #resolve} found none. */
  String fault(MetarReport report, @Nullable Instant near) {
    String time = "%02d%02d%02dZ".formatted(report.day(), report.hour(), report.minute());
    return near == null && start == null
        ? "the report says %s, and nothing says of which month: give --date, or 'date' in the mapping file"
            .formatted(time)
        : "the report says %s, which is not within a day of %s"
            .formatted(time, near == null ? start : near);
  }

  private static @Nullable Instant nearest(MetarReport report, Instant reference) {
    YearMonth month = YearMonth.from(reference.atOffset(ZoneOffset.UTC));
    Instant nearest = null;
    for (int i = -1; i <= 1; i++) {
      YearMonth candidate = month.plusMonths(i);
      if (candidate.isValidDay(report.day())) {
        Instant time =
            candidate
                .atDay(report.day())
                .atTime(report.hour(), report.minute())
                .toInstant(ZoneOffset.UTC);
        if (nearest == null || isNearer(time, nearest, reference)) {
          nearest = time;
        }
      }
    }
    return nearest;
  }

  private static boolean isNearer(Instant time, Instant than, Instant reference) {
    return Duration.between(reference, time)
            .abs()
            .compareTo(Duration.between(reference, than).abs())
        < 0;
  }
}
