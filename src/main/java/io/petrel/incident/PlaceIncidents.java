package io.petrel.incident;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.util.Map;

/**
 * The incidents of one place, by rule.
 *
 * @param open the open incidents
 * @param ended recent ends that may not last
 */
record PlaceIncidents(Map<String, IncidentState> open, Map<String, UnconfirmedEnd> ended) {
  static final Codec<PlaceIncidents> CODEC =
      Codec.of(
          "place-incidents",
          1,
          PlaceIncidents.class,
          (place, out) -> {
            StateFields.writeMap(
                place.open,
                out,
                (open, to) -> StateFields.writeValue(open, IncidentState.CODEC, to));
            StateFields.writeMap(
                place.ended,
                out,
                (ended, to) -> StateFields.writeValue(ended, UnconfirmedEnd.CODEC, to));
          },
          (version, in) ->
              new PlaceIncidents(
                  StateFields.readMap(in, from -> StateFields.readValue(IncidentState.CODEC, from)),
                  StateFields.readMap(
                      in, from -> StateFields.readValue(UnconfirmedEnd.CODEC, from))));

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
