package io.petrel.wire;

import io.petrel.alert.Alert;
import io.petrel.state.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * State and network format of an alert: its Avro bytes in single-object encoding, which name their
 * schema, so that what an earlier release wrote is read by Avro's resolution.
 */
public final class AlertCodec implements Codec<Alert> {
  public static final AlertCodec INSTANCE = new AlertCodec();
  private static final long serialVersionUID = 1;
  private static final ThreadLocal<AlertAvro> AVRO = ThreadLocal.withInitial(AlertAvro::new);

  private AlertCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Alert> type() {
    return Alert.class;
  }

  @Override
  public void write(Alert alert, DataOutput out) throws IOException {
    byte[] bytes = AVRO.get().encode(alert, "");
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public Alert read(int version, DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    Decoded<Alert> decoded = AVRO.get().decode(bytes);
    if (decoded instanceof Decoded.Value<Alert> value) {
      return value.value();
    }
    throw new IOException("an alert cannot be read: " + decoded);
  }

  /** The one instance: codecs are compared by class. */
  private Object readResolve() {
    return INSTANCE;
  }
}
