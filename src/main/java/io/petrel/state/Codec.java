package io.petrel.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The binary format of one type of immutable value. It has its own name and version, so that a
 * release reads the bytes of an earlier one even if classes were renamed or moved.
 *
 * <p>Implementations are stateless and thread-safe. Two with equal ids are the same format.
 */
public interface Codec<T> extends Serializable {
  /**
   * The format's name in state and in messages: 1 to 32 of {@code a-z}, {@code 0-9} and {@code -}.
   * Never changes and is never given to another format.
   */
  String id();

  /** Version that {@link #write} writes, 1 to 255. Increment with every change of the format. */
  int version();

  Class<T> type();

  /** Writes a value in the newest version, without id and version. */
  void write(T value, DataOutput out) throws IOException;

  /**
   * Reads a value. {@link StateFields#readValue} and {@link #fromBytes} check the version before.
   *
   * @param version the version that wrote it, at most {@link #version()}
   */
  T read(int version, DataInput in) throws IOException;

  interface Writer<T> extends Serializable {
    void write(T value, DataOutput out) throws IOException;
  }

  interface Reader<T> extends Serializable {
    T read(int version, DataInput in) throws IOException;
  }

  /** A codec of two functions, to be declared in the class of the value. */
  static <T> Codec<T> of(
      String id, int version, Class<T> type, Writer<T> writer, Reader<T> reader) {
    record Functions<T>(String id, int version, Class<T> type, Writer<T> writer, Reader<T> reader)
        implements Codec<T> {
      @Override
      public void write(T value, DataOutput out) throws IOException {
        writer.write(value, out);
      }

      @Override
      public T read(int version, DataInput in) throws IOException {
        return reader.read(version, in);
      }
    }
    return new Functions<>(id, version, type, writer, reader);
  }

  /**
   * The codec of a list.
   *
   * @param version of the list; its items have their own
   */
  @SuppressWarnings("unchecked") // A list with its items has no class literal.
  static <T> Codec<List<T>> listOf(String id, int version, Codec<T> items) {
    return of(
        id,
        version,
        (Class<List<T>>) (Class<?>) List.class,
        (list, out) -> StateFields.writeList(list, items, out),
        (listVersion, in) -> StateFields.readList(items, in));
  }

  /** The bytes of a value in state: the format's id, the version, then those of {@link #write}. */
  default byte[] toBytes(T value) {
    DataOutputSerializer out = new DataOutputSerializer(128);
    try {
      StateFields.writeHeader(id(), version(), out);
      write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write as %s: %s".formatted(id(), value), e);
    }
    return out.getCopyOfBuffer();
  }

  /**
   * Reads the bytes of {@link #toBytes} of this or an earlier release.
   *
   * @throws IOException if it is of another format, of a newer release, or damaged
   */
  default T fromBytes(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int version = StateFields.readHeader(id(), version(), in);
    T value = StateFields.read(this, version, in);
    if (in.available() > 0) {
      throw new IOException(
          "damaged: %d bytes follow the %s version %d".formatted(in.available(), id(), version));
    }
    return value;
  }
}
