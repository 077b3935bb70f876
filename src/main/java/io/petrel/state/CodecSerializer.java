package io.petrel.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes values through a {@link Codec}, each behind one byte with the version that wrote it. State
 * written by several releases may so stand side by side, and nothing is rewritten at a restore.
 *
 * <p>Values are immutable, so a copy is the value itself.
 */
public final class CodecSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1;
  private final Codec<T> codec;

  public CodecSerializer(Codec<T> codec) {
    this.codec = codec;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    target.writeByte(codec.version());
    codec.write(value, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    int version = source.readUnsignedByte();
    if (version > codec.version()) {
      throw new IOException(
          "%s of version %d was written by a newer release; this one reads up to version %d"
              .formatted(codec.type().getSimpleName(), version, codec.version()));
    }
    return codec.read(version, source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public T copy(T from) {
    return from;
  }

  @Override
  public T copy(T from, T reuse) {
    return from;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // Flink has no instance to reuse here: its contract allows null.
  public T createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof CodecSerializer<?> that && codec.getClass() == that.codec.getClass();
  }

  @Override
  public int hashCode() {
    return codec.getClass().hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new CodecSnapshot<>(codec);
  }

  Codec<T> codec() {
    return codec;
  }
}
