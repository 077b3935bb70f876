package io.petrel.alert;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;

/**
 * An earlier record of the same incident (CAP {@code references}).
 *
 * @param sentMillis milliseconds since 1970 UTC
 */
public record AlertReference(String sender, String identifier, long sentMillis) {
  public static final Codec<AlertReference> CODEC =
      Codec.of(
          "alert-reference",
          1,
          AlertReference.class,
          (reference, out) -> {
            StateFields.writeString(reference.sender, out);
            StateFields.writeString(reference.identifier, out);
            out.writeLong(reference.sentMillis);
          },
          (version, in) ->
              new AlertReference(
                  StateFields.readString(in), StateFields.readString(in), in.readLong()));
}
