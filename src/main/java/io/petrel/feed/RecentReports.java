package io.petrel.feed;

import io.petrel.feed.format.RecentMap;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayDeque;
import java.util.Deque;

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

  /**
   * Judges a report, and remembers it. What it does not say stays as the report of that time before
   * it said: feeds send a time again before they have all of its values. Only a report that calls
   * itself a correction takes values back.
   */
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
        int revision = before.written.revision();
        boolean isCorrection = told.revision() > before.told.revision();
        Observation filled =
            isCorrection
                ? told.toBuilder().revision(revision).build()
                : filled(told, before.written);
        if ((!isCorrection && filled.equals(before.written))
            || before.told.revision() > told.revision()) {
          return new Judged(Kind.DUPLICATE, before.written, false);
        }
        kind = Kind.CORRECTION;
        written = filled.toBuilder().revision(Math.max(told.revision(), revision + 1)).build();
      }
    }
    if (kept.size() == KEPT) {
      kept.removeFirst();
    }
    kept.addLast(new Kept(written, told));
    return new Judged(kind, written, outOfOrder);
  }

  /** A report with the values, texts and revision of another where it has none. */
  private static Observation filled(Observation told, Observation before) {
    Observation.Builder builder = told.toBuilder().revision(before.revision());
    for (Variable variable : Variables.all()) {
      if (!told.has(variable)) {
        builder.set(variable, before.value(variable));
      }
    }
    before
        .extra()
        .forEach(
            (name, value) -> {
              if (!told.extra().containsKey(name)) {
                builder.extra(name, value);
              }
            });
    for (ObservationField text : ObservationField.all(ObservationField.Kind.TEXT)) {
      if (told.text(text.index()) == null) {
        builder.text(text.index(), before.text(text.index()));
      }
    }
    return builder.build();
  }
}
