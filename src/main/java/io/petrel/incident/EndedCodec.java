package io.petrel.incident;

import io.petrel.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State format of {@link Ended}. */
final class EndedCodec implements Codec<Ended> {
  static final EndedCodec INSTANCE = new EndedCodec();
  private static final long serialVersionUID = 1;

  private EndedCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Ended> type() {
    return Ended.class;
  }

  @Override
  public void write(Ended ended, DataOutput out) throws IOException {
    out.writeLong(ended.clearedMillis());
    out.writeLong(ended.untilMillis());
  }

  @Override
  public Ended read(int version, DataInput in) throws IOException {
    return new Ended(in.readLong(), in.readLong());
  }
}
