package io.petrel.publish;

import io.petrel.alert.AlertCodec;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Network format of an {@link IncidentChange}. */
final class IncidentChangeCodec implements Codec<IncidentChange> {
  static final IncidentChangeCodec INSTANCE = new IncidentChangeCodec();
  private static final long serialVersionUID = 1;

  private IncidentChangeCodec() {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<IncidentChange> type() {
    return IncidentChange.class;
  }

  @Override
  public void write(IncidentChange change, DataOutput out) throws IOException {
    Fields.writeString(change.incidentId(), out);
    out.writeBoolean(change.alert() != null);
    if (change.alert() != null) {
      Fields.writeValue(change.alert(), AlertCodec.INSTANCE, out);
    }
  }

  @Override
  public IncidentChange read(int version, DataInput in) throws IOException {
    return new IncidentChange(
        Fields.readString(in), in.readBoolean() ? Fields.readValue(AlertCodec.INSTANCE, in) : null);
  }
}
