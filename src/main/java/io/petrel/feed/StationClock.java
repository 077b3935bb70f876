package io.petrel.feed;

import io.petrel.feed.mapping.TimeRule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds when a written time was. A local time that the clock shows twice, when summer time ends, is
 * the first of the two unless the station has reported that or a later time already; one that it
 * never shows is none. Not thread-safe.
 */
final class StationClock {
  private long ambiguous;

  /** Local times so far that the clock showed twice. */
  long ambiguous() {
    return ambiguous;
  }

  /**
   * The time.
   *
   * @param lastMillis of the station's report before, milliseconds since 1970 UTC; null = none
   * @return empty if the clock never showed it
   */
  Optional<Instant> resolve(TimeRule.WrittenTime written, @Nullable Long lastMillis) {
    if (written instanceof TimeRule.Exact exact) {
      return Optional.of(exact.instant());
    }
    TimeRule.Local local = (TimeRule.Local) written;
    LocalDateTime time = local.time();
    List<ZoneOffset> offsets = local.zone().getRules().getValidOffsets(time);
    if (offsets.isEmpty()) {
      return Optional.empty();
    }
    Instant first = time.toInstant(offsets.get(0));
    if (offsets.size() == 1) {
      return Optional.of(first);
    }
    ambiguous++;
    boolean passed = lastMillis != null && first.toEpochMilli() <= lastMillis;
    return Optional.of(passed ? time.toInstant(offsets.get(1)) : first);
  }
}
