package io.petrel.incident;

import io.petrel.state.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A value as its codec writes it. */
final class CodecBytes {
  private CodecBytes() {}

  static <T> byte[] of(T value, Codec<T> codec) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static <T> T roundTrip(T value, Codec<T> codec) throws IOException {
    return codec.read(
        codec.version(), new DataInputStream(new ByteArrayInputStream(of(value, codec))));
  }
}
