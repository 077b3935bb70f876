package io.petrel.replay.report;

import io.petrel.replay.History;
import io.petrel.replay.MergedObservations;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads history once more for the report: the quality of the data, and the observations around the
 * incidents that are drawn.
 */
final class HistoryScan {
  private final Map<String, TreeMap<Long, Long>> windows = new HashMap<>();
  private final Map<String, NavigableMap<Long, Observation>> around = new TreeMap<>();
  private final Map<String, StationQuality> quality = new TreeMap<>();

  private HistoryScan() {}

  /** Reads. */
  static HistoryScan of(History history, List<IncidentTimeline> episodes) throws IOException {
    HistoryScan survey = new HistoryScan();
    for (IncidentTimeline episode : episodes) {
      for (String station : episode.stations()) {
        survey.window(station, episode.drawnFromMillis(), episode.drawnToMillis());
      }
    }
    try (MergedObservations rows = history.open()) {
      while (rows.hasNext()) {
        survey.add(rows.next());
      }
    }
    return survey;
  }

  /** Joins windows that overlap: many rules see the same storm. */
  private void window(String station, long from, long to) {
    TreeMap<Long, Long> known = windows.computeIfAbsent(station, key -> new TreeMap<>());
    long first = from;
    long last = to;
    for (Map.Entry<Long, Long> before = known.floorEntry(last);
        before != null && before.getValue() >= first;
        before = known.floorEntry(last)) {
      first = Math.min(first, before.getKey());
      last = Math.max(last, before.getValue());
      known.remove(before.getKey());
    }
    known.put(first, last);
  }

  private void add(Observation observation) {
    quality
        .computeIfAbsent(observation.stationId(), id -> new StationQuality(observation))
        .add(observation);
    TreeMap<Long, Long> drawn = windows.get(observation.stationId());
    if (drawn == null) {
      return;
    }
    Map.Entry<Long, Long> window = drawn.floorEntry(observation.timeMillis());
    if (window != null && window.getValue() >= observation.timeMillis()) {
      around
          .computeIfAbsent(observation.stationId(), id -> new TreeMap<>())
          .merge(
              observation.timeMillis(),
              observation,
              (one, other) -> other.revision() > one.revision() ? other : one);
    }
  }

  /** By station id. */
  Collection<StationQuality> quality() {
    return quality.values();
  }

  /** Observations to draw, by station and time. */
  Map<String, NavigableMap<Long, Observation>> around() {
    return around;
  }
}
