package io.petrel.incident.silence;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;

/**
 * A station has reported. Emitted at intervals, not for each report.
 *
 * @param timeMillis event time of a report, milliseconds since 1970 UTC
 */
public record StationHeard(String stationId, long timeMillis) {
  static final Codec<StationHeard> CODEC =
      Codec.of(
          "station-heard",
          1,
          StationHeard.class,
          (heard, out) -> {
            StateFields.writeString(heard.stationId, out);
            out.writeLong(heard.timeMillis);
          },
          (version, in) -> new StationHeard(StateFields.readString(in), in.readLong()));
}
