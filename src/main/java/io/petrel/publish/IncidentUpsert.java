package io.petrel.publish;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A record of the incidents topic.
 *
 * @param alert the newest record of the incident; null = tombstone
 */
record IncidentUpsert(String incidentId, @Nullable Alert alert) {
  static final Codec<IncidentUpsert> CODEC =
      Codec.of(
          "incident-change", 1, IncidentUpsert.class, IncidentUpsert::write, IncidentUpsert::read);

  private static void write(IncidentUpsert change, DataOutput out) throws IOException {
    StateFields.writeString(change.incidentId, out);
    out.writeBoolean(change.alert != null);
    if (change.alert != null) {
      StateFields.writeValue(change.alert, AlertCodec.INSTANCE, out);
    }
  }

  private static IncidentUpsert read(int version, DataInput in) throws IOException {
    return new IncidentUpsert(
        StateFields.readString(in),
        in.readBoolean() ? StateFields.readValue(AlertCodec.INSTANCE, in) : null);
  }
}
