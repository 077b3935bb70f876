package io.petrel.state;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Serializes values between tasks with a {@link Codec}, each after one byte with the version. */
public final class CodecSerializer<T> extends UnsavedSerializer<T> {
  private static final long serialVersionUID = 1;
  private final Codec<T> codec;

  public CodecSerializer(Codec<T> codec) {
    this.codec = codec;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    StateFields.writeValue(value, codec, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return StateFields.readValue(codec, source);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof CodecSerializer<?> that && codec.id().equals(that.codec.id());
  }

  @Override
  public int hashCode() {
    return codec.id().hashCode();
  }

  @Override
  public String toString() {
    return codec.id();
  }
}
