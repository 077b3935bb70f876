package io.petrel.ingest;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import io.petrel.wire.RejectReason;
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.RejectedRecordCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Network format of {@link Polled}; in use only where chaining is switched off. */
final class PolledCodec implements Codec<Polled> {
  static final PolledCodec INSTANCE = new PolledCodec();
  private static final long serialVersionUID = 1;

  private PolledCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Polled> type() {
    return Polled.class;
  }

  @Override
  public void write(Polled polled, DataOutput out) throws IOException {
    if (polled instanceof Polled.Assigned assigned) {
      out.writeBoolean(true);
      Fields.writeString(assigned.topic(), out);
      out.writeInt(assigned.partition());
      out.writeLong(assigned.position());
    } else if (polled instanceof Polled.Raw raw) {
      out.writeBoolean(false);
      Fields.writeValue(raw.rejected(RejectReason.EMPTY, ""), RejectedRecordCodec.INSTANCE, out);
    }
  }

  @Override
  public Polled read(int version, DataInput in) throws IOException {
    if (in.readBoolean()) {
      return new Polled.Assigned(Fields.readString(in), in.readInt(), in.readLong());
    }
    RejectedRecord record = Fields.readValue(RejectedRecordCodec.INSTANCE, in);
    return new Polled.Raw(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestampMillis(),
        record.key(),
        record.value(),
        record.headers());
  }
}
