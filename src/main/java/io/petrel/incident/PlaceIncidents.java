package io.petrel.incident;

import java.util.Map;

/**
 * The incidents of one place, by rule.
 *
 * @param open the open incidents
 * @param ended recent ends that may not last
 */
record PlaceIncidents(Map<String, IncidentState> open, Map<String, UnconfirmedEnd> ended) {
  static final PlaceIncidents NONE = new PlaceIncidents(Map.of(), Map.of());

  PlaceIncidents {
    open = Map.copyOf(open);
    ended = Map.copyOf(ended);
  }

  /** Event time of the next end without a detection; MAX_VALUE = none. */
  long nextEndMillis() {
    return open.values().stream().mapToLong(IncidentState::overMillis).min().orElse(Long.MAX_VALUE);
  }

  /** Event time at which the place must be processed without a detection; MAX_VALUE = never. */
  long nextMillis() {
    return ended.values().stream()
        .mapToLong(UnconfirmedEnd::untilMillis)
        .reduce(nextEndMillis(), Math::min);
  }
}
