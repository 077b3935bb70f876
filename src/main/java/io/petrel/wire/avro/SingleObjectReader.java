package io.petrel.wire.avro;

import io.petrel.wire.Decoded;
import io.petrel.wire.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record type from Avro single-object encoding (C3 01, the fingerprint of the writer's
 * schema, the value), and, if a registry is set, from its framing (00, a 4-byte id, the value). No
 * input makes it throw. Not thread-safe.
 */
final class SingleObjectReader<T> {
  private static final int SINGLE_OBJECT_HEADER = 10;
  private static final int REGISTRY_HEADER = 5;

  /** Reads the values of one writer's schema. */
  interface DatumSource<T> {
    T read(Decoder in) throws IOException;
  }

  /** Creates the source for a writer's schema. */
  interface DatumSources<T> {
    /**
     * @throws AvroTypeException if the schemas do not resolve
     */
    DatumSource<T> of(Schema writer, Schema reader) throws IOException;
  }

  /** Checks a value; null = valid. */
  interface Check<T> {
    Decoded.@Nullable Rejected<T> fault(T value);
  }

  private final int maxBytes;
  private final SchemaCatalog catalog;
  private final DatumSources<T> sources;
  private final Check<T> check;
  private final @Nullable SchemaRegistry registry;
  private final Map<Schema, DatumSource<T>> sourceOf = new HashMap<>();
  private final Map<Long, DatumSource<T>> sourceOfFingerprint = new HashMap<>();
  private final Map<Integer, DatumSource<T>> sourceOfId = new HashMap<>();
  private final BoundedDecoder in = new BoundedDecoder();

  /**
   * @param maxBytes longest value
   * @param registry null = without the registry's framing
   */
  SingleObjectReader(
      int maxBytes,
      SchemaCatalog catalog,
      DatumSources<T> sources,
      Check<T> check,
      @Nullable SchemaRegistry registry) {
    this.maxBytes = maxBytes;
    this.catalog = catalog;
    this.sources = sources;
    this.check = check;
    this.registry = registry;
  }

  /**
   * @throws java.io.UncheckedIOException only if the registry does not answer
   */
  Decoded<T> decode(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return new Decoded.Rejected<>(RejectReason.EMPTY, "the record has no value");
    }
    if (bytes.length > maxBytes) {
      return new Decoded.Rejected<>(
          RejectReason.TOO_LARGE,
          String.format(
              Locale.ROOT, "the value has %d bytes, at most %d are read", bytes.length, maxBytes));
    }
    if (bytes.length >= SINGLE_OBJECT_HEADER && bytes[0] == (byte) 0xC3 && bytes[1] == 1) {
      return decodeSingleObject(bytes);
    }
    if (registry != null && bytes.length >= REGISTRY_HEADER && bytes[0] == 0) {
      return decodeRegistered(bytes, registry);
    }
    return new Decoded.Rejected<>(
        RejectReason.UNKNOWN_FORMAT,
        registry == null
            ? "the value does not start with C3 01, the mark of Avro single-object encoding"
            : "the value starts neither with C3 01 (single-object encoding) nor with 00 (registry)");
  }

  private Decoded<T> decodeSingleObject(byte[] bytes) {
    long fingerprint =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(Byte.BYTES * 2);
    DatumSource<T> source = sourceOfFingerprint.get(fingerprint);
    if (source == null) {
      Optional<Schema> writer = catalog.writer(fingerprint);
      if (writer.isEmpty()) {
        return new Decoded.Rejected<>(
            RejectReason.UNKNOWN_SCHEMA,
            "the schema with the fingerprint %s is unknown"
                .formatted(SchemaCatalog.hex(fingerprint)));
      }
      try {
        source = sourceFor(writer.get());
      } catch (AvroTypeException | IOException e) {
        return incompatible(SchemaCatalog.hex(fingerprint), e);
      }
      sourceOfFingerprint.put(fingerprint, source);
    }
    return read(source, bytes, SINGLE_OBJECT_HEADER);
  }

  private Decoded<T> decodeRegistered(byte[] bytes, SchemaRegistry schemas) {
    int id = ByteBuffer.wrap(bytes).getInt(1);
    DatumSource<T> source = sourceOfId.get(id);
    if (source == null) {
      Decoded<Schema> writer = schemas.schema(id);
      if (writer instanceof Decoded.Rejected<Schema> none) {
        return new Decoded.Rejected<>(none.reason(), none.text());
      }
      try {
        source = sourceFor(((Decoded.Value<Schema>) writer).value());
      } catch (AvroTypeException | IOException e) {
        return incompatible("id " + id, e);
      }
      sourceOfId.put(id, source);
    }
    return read(source, bytes, REGISTRY_HEADER);
  }

  private DatumSource<T> sourceFor(Schema writer) throws IOException {
    DatumSource<T> source = sourceOf.get(writer);
    if (source == null) {
      source = sources.of(writer, catalog.reader());
      sourceOf.put(writer, source);
    }
    return source;
  }

  private Decoded<T> incompatible(String writer, Exception why) {
    return new Decoded.Rejected<>(
        RejectReason.INCOMPATIBLE_SCHEMA,
        "the writer's schema (%s) does not resolve to %s: %s"
            .formatted(writer, catalog.reader().getFullName(), oneLine(why)));
  }

  private Decoded<T> read(DatumSource<T> source, byte[] bytes, int start) {
    T value;
    try {
      in.reset(bytes, start);
      value = source.read(in);
    } catch (AvroTypeException e) {
      // A resolution fault that depends on the value, such as an unknown union branch.
      return new Decoded.Rejected<>(RejectReason.INCOMPATIBLE_SCHEMA, oneLine(e));
    } catch (IOException | RuntimeException e) {
      // Avro reports broken bytes with several unchecked types, IndexOutOfBounds among them.
      return new Decoded.Rejected<>(RejectReason.MALFORMED, oneLine(e));
    }
    if (in.remaining() > 0) {
      return new Decoded.Rejected<>(
          RejectReason.MALFORMED,
          String.format(Locale.ROOT, "%d bytes follow the value", in.remaining()));
    }
    Decoded.Rejected<T> fault = check.fault(value);
    return fault == null ? new Decoded.Value<>(value) : fault;
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.replaceAll("\\s+", " ");
    return line.length() <= 300 ? line : line.substring(0, 300) + "...";
  }
}
