package io.petrel.weather;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * State and network format of an observation: a presence mask and only the values that are there.
 */
public final class ObservationCodec implements Codec<Observation> {
  public static final ObservationCodec INSTANCE = new ObservationCodec();
  private static final long serialVersionUID = 1;

  private ObservationCodec() {}

  @Override
  public String id() {
    return "observation";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Observation> type() {
    return Observation.class;
  }

  @Override
  public void write(Observation observation, DataOutput out) throws IOException {
    out.writeUTF(observation.stationId());
    out.writeLong(observation.timeMillis());
    out.writeInt(observation.revision());
    Fields.writeNullableString(observation.region(), out);
    Fields.writeNullableString(observation.stationName(), out);
    out.writeByte(observation.quality().code());
    long mask = 0;
    for (int i = 0; i < Variables.count(); i++) {
      if (!Double.isNaN(observation.value(i))) {
        mask |= 1L << i;
      }
    }
    out.writeLong(mask);
    for (int i = 0; i < Variables.count(); i++) {
      if ((mask & 1L << i) != 0) {
        out.writeDouble(observation.value(i));
      }
    }
    Map<String, Double> extra = observation.extra();
    out.writeInt(extra.size());
    if (!extra.isEmpty()) { // Few have some, and this is written for each point of each chart.
      for (Map.Entry<String, Double> entry : new TreeMap<>(extra).entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeDouble(entry.getValue());
      }
    }
    out.writeLong(observation.receivedAtMillis());
  }

  @Override
  public Observation read(int version, DataInput in) throws IOException {
    Observation.Builder builder = Observation.at(in.readUTF(), in.readLong());
    builder.revision(in.readInt());
    builder.region(Fields.readNullableString(in));
    builder.stationName(Fields.readNullableString(in));
    builder.quality(Quality.ofCode(in.readByte()));
    long mask = in.readLong();
    for (int i = 0; mask != 0; i++, mask >>>= 1) {
      if ((mask & 1) != 0) {
        builder.set(Variables.at(i), in.readDouble());
      }
    }
    int extras = in.readInt();
    for (int i = 0; i < extras; i++) {
      builder.extra(in.readUTF(), in.readDouble());
    }
    return builder.receivedAtMillis(in.readLong()).build();
  }
}
