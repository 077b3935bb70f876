package io.petrel.incident;

import io.petrel.state.Codec;
import io.petrel.state.Fields;

/**
 * A station has reported. Sent now and then, not for each report.
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
            Fields.writeString(heard.stationId, out);
            out.writeLong(heard.timeMillis);
          },
          (version, in) -> new StationHeard(Fields.readString(in), in.readLong()));
}
