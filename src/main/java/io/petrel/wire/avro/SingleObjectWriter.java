package io.petrel.wire.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record type in single-object encoding or in the registry's framing. Not thread-safe.
 */
final class SingleObjectWriter<T> {
  private final Schema schema;
  private final DatumWriter<T> datum;
  private final @Nullable SchemaRegistry registry;
  private final BinaryMessageEncoder<T> encoder;
  private final Map<String, Integer> idOfTopic = new HashMap<>();

  /**
   * @param registry null = single-object encoding
   */
  SingleObjectWriter(Schema schema, DatumWriter<T> datum, @Nullable SchemaRegistry registry) {
    this.schema = schema;
    this.datum = datum;
    this.registry = registry;
    this.encoder = new BinaryMessageEncoder<>(new OneDatum(datum), schema);
  }

  byte[] encode(T value, String topic) {
    try {
      if (registry == null) {
        ByteBuffer buffer = encoder.encode(value);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
      }
      return encodeRegistered(value, topic, registry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] encodeRegistered(T value, String topic, SchemaRegistry schemas)
      throws IOException {
    Integer id = idOfTopic.get(topic);
    if (id == null) {
      id = schemas.register(topic + "-value", schema);
      idOfTopic.put(topic, id);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    BinaryEncoder binary = EncoderFactory.get().binaryEncoder(out, null);
    datum.write(value, binary);
    binary.flush();
    return out.toByteArray();
  }

  /** Makes Avro's encoder use a given writer. */
  private static final class OneDatum extends GenericData {
    private final DatumWriter<?> datum;

    OneDatum(DatumWriter<?> datum) {
      this.datum = datum;
    }

    @Override
    public DatumWriter<?> createDatumWriter(Schema schema) {
      return datum;
    }
  }
}
