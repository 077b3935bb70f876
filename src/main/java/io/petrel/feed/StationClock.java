package io.petrel.feed;

import io.petrel.feed.format.RecentMap;
import io.petrel.feed.mapping.TimeRule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds when a written time was. A local time that the clock shows twice, when summer time ends, is
 * the one that goes on as the station's reports go, forwards or backwards; for the first reports of
 * a station, which may go either way, the first of the two unless the file shows both. One that the
 * clock never shows is none. Not thread-safe.
 */
final class StationClock {
  private static final int STATIONS = 20_000;

  private final RecentMap<Last> stations = new RecentMap<>(STATIONS);
  private long ambiguous;

  /** The way of the whole file, for a station that begins in the hour that comes twice. */
  private boolean backwards;

  /**
   * Whether it is backwards, and begins with the hour's second time, which goes before its first.
   */
  private boolean beginsWithSecond;

  /** Time of a station's report before, and which way its reports go: 1, -1, or 0 = not known. */
  private record Last(long millis, int way) {}

  /** Local times so far that the clock showed twice. */
  long ambiguous() {
    return ambiguous;
  }

  /**
   * Says which way a file goes, by the local times of a station at its beginning. Steps within an
   * hour that comes twice count only if there are no others.
   */
  void begin(List<TimeRule.Local> first) {
    Deque<TimeRule.Local> sure = new ArrayDeque<>();
    for (TimeRule.Local local : first) {
      if (!isTwice(local)) {
        sure.addLast(local);
      }
    }
    int way = 0;
    if (!sure.isEmpty()) {
      way = sure.getLast().time().compareTo(sure.getFirst().time());
      if (way == 0) {
        // All others are in the hour that comes twice, before or after the only sure one.
        way =
            first.indexOf(sure.getFirst()) == 0
                ? first.get(first.size() - 1).time().compareTo(sure.getFirst().time())
                : sure.getFirst().time().compareTo(first.get(0).time());
      }
    }
    for (int i = 1; i < first.size() && sure.isEmpty(); i++) {
      way += Integer.signum(first.get(i).time().compareTo(first.get(i - 1).time()));
    }
    backwards = way < 0;
    beginsWithSecond = false;
    for (int i = 1; i < first.size() && backwards && isTwice(first.get(i)); i++) {
      beginsWithSecond |=
          isTwice(first.get(0)) && !first.get(i).time().isBefore(first.get(i - 1).time());
    }
  }

  private static boolean isTwice(TimeRule.Local local) {
    return offsets(local.time(), local.zone()).size() > 1;
  }

  private static List<ZoneOffset> offsets(LocalDateTime time, @Nullable ZoneId zone) {
    return zone == null ? List.of() : zone.getRules().getValidOffsets(time);
  }

  /**
   * The time.
   *
   * @param zone of a local time
   * @return empty if the clock never showed it
   */
  Optional<Instant> resolve(String station, TimeRule.WrittenTime written, ZoneId zone) {
    if (written instanceof TimeRule.Exact exact) {
      return Optional.of(exact.instant());
    }
    LocalDateTime time = ((TimeRule.Local) written).time();
    List<Long> possible =
        offsets(time, zone).stream().map(o -> time.toInstant(o).toEpochMilli()).sorted().toList();
    if (possible.isEmpty()) {
      return Optional.empty();
    }
    ambiguous += possible.size() > 1 ? 1 : 0;
    Last last = stations.get(station);
    long millis = possible.size() == 1 ? possible.get(0) : chosen(possible, last);
    int way = last == null ? 0 : Long.compare(millis, last.millis);
    stations.put(station, new Last(millis, way == 0 && last != null ? last.way : way));
    return Optional.of(Instant.ofEpochMilli(millis));
  }

  private long chosen(List<Long> possible, @Nullable Last last) {
    if (last == null) {
      return possible.get(beginsWithSecond ? possible.size() - 1 : 0);
    }
    int way = last.way != 0 ? last.way : backwards ? -1 : 1;
    boolean allBefore = possible.stream().allMatch(time -> time < last.millis);
    boolean allAfter = possible.stream().allMatch(time -> time > last.millis);
    int to = last.way != 0 ? way : allBefore ? -1 : allAfter ? 1 : way;
    return possible.stream()
        .filter(time -> Long.compare(time, last.millis) == to)
        .min(Comparator.comparingLong(time -> Math.abs(time - last.millis)))
        .orElseGet(
            () ->
                possible.stream()
                    .min(Comparator.comparingLong(time -> Math.abs(time - last.millis)))
                    .orElseThrow());
  }
}
