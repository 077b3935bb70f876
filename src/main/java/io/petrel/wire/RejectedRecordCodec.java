package io.petrel.wire;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Network format of a {@link RejectedRecord}. */
public final class RejectedRecordCodec implements Codec<RejectedRecord> {
  public static final RejectedRecordCodec INSTANCE = new RejectedRecordCodec();
  private static final long serialVersionUID = 1;

  private RejectedRecordCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<RejectedRecord> type() {
    return RejectedRecord.class;
  }

  @Override
  public void write(RejectedRecord rejected, DataOutput out) throws IOException {
    Fields.writeString(rejected.reason().name(), out);
    Fields.writeString(rejected.text(), out);
    Fields.writeString(rejected.topic(), out);
    out.writeInt(rejected.partition());
    out.writeLong(rejected.offset());
    out.writeLong(rejected.timestampMillis());
    writeBytes(rejected.key(), out);
    writeBytes(rejected.value(), out);
    out.writeInt(rejected.headers().size());
    for (RejectedRecord.Header header : rejected.headers()) {
      Fields.writeString(header.name(), out);
      writeBytes(header.value(), out);
    }
  }

  @Override
  @SuppressWarnings("NullAway") // It does not see @Nullable on an array component of a record.
  public RejectedRecord read(int version, DataInput in) throws IOException {
    return new RejectedRecord(
        RejectReason.valueOf(Fields.readString(in)),
        Fields.readString(in),
        Fields.readString(in),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        readBytes(in),
        readBytes(in),
        readHeaders(in));
  }

  @SuppressWarnings("NullAway") // As above.
  private static List<RejectedRecord.Header> readHeaders(DataInput in) throws IOException {
    int size = in.readInt();
    List<RejectedRecord.Header> headers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      headers.add(new RejectedRecord.Header(Fields.readString(in), readBytes(in)));
    }
    return headers;
  }

  private static void writeBytes(byte @Nullable [] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
