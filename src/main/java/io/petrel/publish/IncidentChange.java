package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A record of the incidents topic.
 *
 * @param alert the newest record of the incident; null = forget it
 */
record IncidentChange(String incidentId, @Nullable Alert alert) {
  static final Codec<IncidentChange> CODEC =
      Codec.of(
          "incident-change", 1, IncidentChange.class, IncidentChange::write, IncidentChange::read);

  private static void write(IncidentChange change, DataOutput out) throws IOException {
    Fields.writeString(change.incidentId, out);
    out.writeBoolean(change.alert != null);
    if (change.alert != null) {
      Fields.writeValue(change.alert, AlertCodec.INSTANCE, out);
    }
  }

  private static IncidentChange read(int version, DataInput in) throws IOException {
    return new IncidentChange(
        Fields.readString(in), in.readBoolean() ? Fields.readValue(AlertCodec.INSTANCE, in) : null);
  }
}
