package io.petrel.state;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Flink's type information for the type of a {@link Codec}, for streams; state is {@link Stored}.
 */
public final class CodecTypeInfo<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1;
  private final Codec<T> codec;

  private CodecTypeInfo(Codec<T> codec) {
    this.codec = codec;
  }

  public static <T> CodecTypeInfo<T> of(Codec<T> codec) {
    return new CodecTypeInfo<>(codec);
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new CodecSerializer<>(codec);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return codec.type();
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public boolean canEqual(Object object) {
    return object instanceof CodecTypeInfo<?>;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof CodecTypeInfo<?> that && codec.id().equals(that.codec.id());
  }

  @Override
  public int hashCode() {
    return codec.id().hashCode();
  }

  @Override
  public String toString() {
    return "CodecTypeInfo<" + codec.id() + ">";
  }
}
