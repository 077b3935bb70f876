package io.petrel.detect;

import io.petrel.state.Codec;
import java.io.IOException;
import java.util.function.Function;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A codec as the serializer that Flink's sources want. */
final class CodecVersioned<S, T> implements SimpleVersionedSerializer<S> {
  private final Codec<T> codec;
  private final Function<S, T> unwrap;
  private final Function<T, S> wrap;

  CodecVersioned(Codec<T> codec, Function<S, T> unwrap, Function<T, S> wrap) {
    this.codec = codec;
    this.unwrap = unwrap;
    this.wrap = wrap;
  }

  @Override
  public int getVersion() {
    return 1; // Of this class; the bytes tell the codec's.
  }

  @Override
  public byte[] serialize(S value) {
    return codec.toBytes(unwrap.apply(value));
  }

  @Override
  public S deserialize(int version, byte[] bytes) throws IOException {
    return wrap.apply(codec.fromBytes(bytes));
  }
}
