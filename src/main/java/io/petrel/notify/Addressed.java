package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.state.Codec;
import io.petrel.state.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An alert on its way to one recipient.
 *
 * @param recipient key of the address
 * @param wantedBy name of the subscription that wants it; null = none does, but the recipient may
 *     know the incident
 */
record Addressed(String recipient, @Nullable String wantedBy, Alert alert) {
  static final Codec<Addressed> CODEC =
      Codec.of("addressed", 1, Addressed.class, Addressed::write, Addressed::read);

  private static void write(Addressed addressed, DataOutput out) throws IOException {
    Fields.writeString(addressed.recipient, out);
    Fields.writeNullableString(addressed.wantedBy, out);
    Fields.writeValue(addressed.alert, AlertCodec.INSTANCE, out);
  }

  private static Addressed read(int version, DataInput in) throws IOException {
    return new Addressed(
        Fields.readString(in),
        Fields.readNullableString(in),
        Fields.readValue(AlertCodec.INSTANCE, in));
  }
}
