package io.petrel.feed;

import io.petrel.feed.format.RecentMap;
import io.petrel.weather.Observation;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Knows the last reports of each station, to find what is told twice. What is told again later than
 * that, the engine finds. Not thread-safe.
 */
final class RecentReports {
  private static final int STATIONS = 20_000;
  private static final int KEPT = 8;

  private final RecentMap<Deque<Kept>> stations = new RecentMap<>(STATIONS);

  /** What a report is to those before it. */
  enum Kind {
    NEW,
    DUPLICATE,
    CORRECTION
  }

  /**
   * A report, judged.
   *
   * @param observation with the revision that makes it replace the one before
   */
  record Judged(Kind kind, Observation observation, boolean outOfOrder) {}

  /** An observation as it was written, and the revision that its report had. */
  private record Kept(Observation written, Observation told) {}

  /** Time of a station's last report, milliseconds since 1970 UTC; null = it had none. */
  @Nullable Long lastTime(String station) {
    Deque<Kept> kept = stations.get(station);
    return kept == null ? null : kept.getLast().written.timeMillis();
  }

  /** Judges a report, and remembers it. */
  Judged judge(Observation told) {
    Deque<Kept> kept = stations.get(told.stationId());
    if (kept == null) {
      kept = new ArrayDeque<>(KEPT);
      stations.put(told.stationId(), kept);
    }
    boolean outOfOrder = !kept.isEmpty() && kept.getLast().written.timeMillis() > told.timeMillis();
    Observation written = told;
    Kind kind = Kind.NEW;
    for (Kept before : kept) {
      if (before.written.timeMillis() == told.timeMillis()) {
        if (before.told.equals(told) || before.told.revision() > told.revision()) {
          return new Judged(Kind.DUPLICATE, before.written, false);
        }
        kind = Kind.CORRECTION;
        int revision = Math.max(told.revision(), before.written.revision() + 1);
        written = told.toBuilder().revision(revision).build();
      }
    }
    if (kept.size() == KEPT) {
      kept.removeFirst();
    }
    kept.addLast(new Kept(written, told));
    return new Judged(kind, written, outOfOrder);
  }
}
