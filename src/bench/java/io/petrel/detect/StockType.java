package io.petrel.detect;

import io.petrel.state.CodecSerializer;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Observations as stock Flink CEP takes them: it keeps them in state with the serializer of the
 * stream, which ours is not for.
 */
final class StockType extends TypeInformation<Observation> {
  private static final long serialVersionUID = 1;

  @Override
  public TypeSerializer<Observation> createSerializer(SerializerConfig config) {
    return new Serializer();
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
  public Class<Observation> getTypeClass() {
    return Observation.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public boolean canEqual(Object object) {
    return object instanceof StockType;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof StockType;
  }

  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "StockType";
  }

  /** Ours, with a snapshot. */
  static final class Serializer extends TypeSerializerSingleton<Observation> {
    private static final long serialVersionUID = 1;
    private final CodecSerializer<Observation> codec =
        new CodecSerializer<>(ObservationCodec.INSTANCE);

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public Observation createInstance() {
      return null;
    }

    @Override
    public Observation copy(Observation from) {
      return from;
    }

    @Override
    public Observation copy(Observation from, Observation reuse) {
      return from;
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public void serialize(Observation value, DataOutputView target) throws IOException {
      codec.serialize(value, target);
    }

    @Override
    public Observation deserialize(DataInputView source) throws IOException {
      return codec.deserialize(source);
    }

    @Override
    public Observation deserialize(Observation reuse, DataInputView source) throws IOException {
      return codec.deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      codec.copy(source, target);
    }

    @Override
    public TypeSerializerSnapshot<Observation> snapshotConfiguration() {
      return new Snapshot();
    }
  }

  /** Names the serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Observation> {
    public Snapshot() {
      super(Serializer::new);
    }
  }
}
