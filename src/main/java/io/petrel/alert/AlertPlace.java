package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A station of an alert.
 *
 * @param latitude degrees north, WGS 84; NaN = unknown
 * @param longitude degrees east, WGS 84; NaN = unknown
 */
public record AlertPlace(
    String stationId, String name, @Nullable String region, double latitude, double longitude) {
  public static final Codec<AlertPlace> CODEC =
      Codec.of("alert-place", 1, AlertPlace.class, AlertPlace::write, AlertPlace::read);

  private static void write(AlertPlace place, DataOutput out) throws IOException {
    StateFields.writeString(place.stationId, out);
    StateFields.writeString(place.name, out);
    StateFields.writeNullableString(place.region, out);
    out.writeDouble(place.latitude);
    out.writeDouble(place.longitude);
  }

  private static AlertPlace read(int version, DataInput in) throws IOException {
    return new AlertPlace(
        StateFields.readString(in),
        StateFields.readString(in),
        StateFields.readNullableString(in),
        in.readDouble(),
        in.readDouble());
  }
}
