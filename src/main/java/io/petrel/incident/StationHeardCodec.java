package io.petrel.incident;

import io.petrel.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State and network format of {@link StationHeard}. */
final class StationHeardCodec implements Codec<StationHeard> {
  static final StationHeardCodec INSTANCE = new StationHeardCodec();
  private static final long serialVersionUID = 1;

  private StationHeardCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<StationHeard> type() {
    return StationHeard.class;
  }

  @Override
  public void write(StationHeard heard, DataOutput out) throws IOException {
    out.writeUTF(heard.stationId());
    out.writeLong(heard.timeMillis());
  }

  @Override
  public StationHeard read(int version, DataInput in) throws IOException {
    return new StationHeard(in.readUTF(), in.readLong());
  }
}
