package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An alert for one recipient.
 *
 * @param recipient key of the address
 * @param wantedBy name of the subscription that wants it; null = none, but the recipient may know
 *     the incident
 */
public record Addressed(String recipient, @Nullable String wantedBy, Alert alert) {
  public static final Codec<Addressed> CODEC =
      Codec.of("addressed", 1, Addressed.class, Addressed::write, Addressed::read);

  private static void write(Addressed addressed, DataOutput out) throws IOException {
    StateFields.writeString(addressed.recipient, out);
    StateFields.writeNullableString(addressed.wantedBy, out);
    StateFields.writeValue(addressed.alert, AlertCodec.INSTANCE, out);
  }

  private static Addressed read(int version, DataInput in) throws IOException {
    return new Addressed(
        StateFields.readString(in),
        StateFields.readNullableString(in),
        StateFields.readValue(AlertCodec.INSTANCE, in));
  }
}
