package io.petrel.detect;

import io.petrel.state.Codec;
import java.io.IOException;
import java.util.function.Function;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

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
    return codec.version();
  }

  @Override
  public byte[] serialize(S value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    codec.write(unwrap.apply(value), out);
    return out.getCopyOfBuffer();
  }

  @Override
  public S deserialize(int version, byte[] bytes) throws IOException {
    return wrap.apply(codec.read(version, new DataInputDeserializer(bytes)));
  }
}
