package io.petrel.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/** What a savepoint keeps about a {@link CodecSerializer}: the codec's class and its version. */
public final class CodecSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int SNAPSHOT_VERSION = 1;
  private @Nullable Codec<T> codec;
  private int writtenVersion;

  /** For Flink, which creates the snapshot before it reads it. */
  public CodecSnapshot() {}

  CodecSnapshot(Codec<T> codec) {
    this.codec = codec;
    this.writtenVersion = codec.version();
  }

  @Override
  public int getCurrentVersion() {
    return SNAPSHOT_VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(requireCodec().getClass().getName());
    out.writeByte(writtenVersion);
    byte[] bytes = InstantiationUtil.serializeObject(requireCodec());
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView in, ClassLoader classLoader)
      throws IOException {
    String name = in.readUTF();
    writtenVersion = in.readUnsignedByte();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    try {
      codec = InstantiationUtil.deserializeObject(bytes, classLoader);
    } catch (ClassNotFoundException e) {
      throw new IOException("The codec " + name + " of this state is not in this release", e);
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new CodecSerializer<>(requireCodec());
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (!(old instanceof CodecSnapshot<T> that)
        || that.requireCodec().getClass() != requireCodec().getClass()
        || that.writtenVersion > writtenVersion) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return TypeSerializerSchemaCompatibility.compatibleAsIs();
  }

  private Codec<T> requireCodec() {
    if (codec == null) {
      throw new IllegalStateException("the snapshot was not read yet");
    }
    return codec;
  }
}
