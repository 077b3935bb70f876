package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State and network format of an {@link AlertPlace}. */
public final class AlertPlaceCodec implements Codec<AlertPlace> {
  public static final AlertPlaceCodec INSTANCE = new AlertPlaceCodec();
  private static final long serialVersionUID = 1;

  private AlertPlaceCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<AlertPlace> type() {
    return AlertPlace.class;
  }

  @Override
  public void write(AlertPlace place, DataOutput out) throws IOException {
    Fields.writeString(place.stationId(), out);
    Fields.writeString(place.name(), out);
    Fields.writeNullableString(place.region(), out);
    out.writeDouble(place.latitude());
    out.writeDouble(place.longitude());
  }

  @Override
  public AlertPlace read(int version, DataInput in) throws IOException {
    return new AlertPlace(
        Fields.readString(in),
        Fields.readString(in),
        Fields.readNullableString(in),
        in.readDouble(),
        in.readDouble());
  }
}
