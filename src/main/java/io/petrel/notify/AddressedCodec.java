package io.petrel.notify;

import io.petrel.alert.AlertCodec;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Network format of an {@link Addressed}. */
final class AddressedCodec implements Codec<Addressed> {
  static final AddressedCodec INSTANCE = new AddressedCodec();
  private static final long serialVersionUID = 1;

  private AddressedCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Addressed> type() {
    return Addressed.class;
  }

  @Override
  public void write(Addressed addressed, DataOutput out) throws IOException {
    Fields.writeString(addressed.recipient(), out);
    Fields.writeNullableString(addressed.wantedBy(), out);
    Fields.writeValue(addressed.alert(), AlertCodec.INSTANCE, out);
  }

  @Override
  public Addressed read(int version, DataInput in) throws IOException {
    return new Addressed(
        Fields.readString(in),
        Fields.readNullableString(in),
        Fields.readValue(AlertCodec.INSTANCE, in));
  }
}
