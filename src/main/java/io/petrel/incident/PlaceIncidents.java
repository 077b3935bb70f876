package io.petrel.incident;

import java.util.Map;

/**
 * The incidents of one place, by rule.
 *
 * @param open those that are open
 * @param ended those whose end may still turn out not to last
 */
record PlaceIncidents(Map<String, IncidentState> open, Map<String, UnconfirmedEnd> ended) {
  static final PlaceIncidents NONE = new PlaceIncidents(Map.of(), Map.of());

  PlaceIncidents {
    open = Map.copyOf(open);
    ended = Map.copyOf(ended);
  }

  /** Event time of the next end without a detection; MAX_VALUE if there is none. */
  long nextEndMillis() {
    return open.values().stream().mapToLong(IncidentState::overMillis).min().orElse(Long.MAX_VALUE);
  }

  /** Event time at which to look at the place again without a detection; MAX_VALUE if never. */
  long nextMillis() {
    return ended.values().stream()
        .mapToLong(UnconfirmedEnd::untilMillis)
        .reduce(nextEndMillis(), Math::min);
  }
}
