package io.petrel.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Formats of common parts of codecs. Input may be damaged: no length makes a reader allocate much
 * more than the bytes that follow.
 */
public final class StateFields {
  /** Most bytes or values that are allocated before they are read. */
  private static final int BELIEVED = 1024;

  // Kinds of texts.
  private static final int NULL = 0;
  private static final int UTF = 1;
  private static final int LONG = 2;

  /** A char takes at most three bytes. */
  private static final int SURELY_UTF = 65_535 / 3;

  private StateFields() {}

  public interface ItemWriter<T> {
    void write(T item, DataOutput out) throws IOException;
  }

  public interface ItemReader<T> {
    T read(DataInput in) throws IOException;
  }

  /** Writes bytes, or null. */
  public static void writeBytes(byte @Nullable [] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  public static byte @Nullable [] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[Math.min(length, BELIEVED)];
    in.readFully(bytes);
    while (bytes.length < length) {
      int before = bytes.length;
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * before));
      in.readFully(bytes, before, bytes.length - before);
    }
    return bytes;
  }

  /**
   * Writes a string of any length, or null. {@link DataOutput#writeUTF}, which ends at 64 KiB,
   * makes no copies in Flink's inputs and outputs.
   */
  public static void writeNullableString(@Nullable String value, DataOutput out)
      throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value.length() <= SURELY_UTF) {
      out.writeByte(UTF);
      out.writeUTF(value);
    } else {
      out.writeByte(LONG);
      writeBytes(value.getBytes(StandardCharsets.UTF_8), out);
    }
  }

  public static @Nullable String readNullableString(DataInput in) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind == NULL) {
      return null;
    }
    if (kind == UTF) {
      return in.readUTF();
    }
    byte[] bytes = kind == LONG ? readBytes(in) : null;
    if (bytes == null) {
      throw new IOException("damaged: a text of kind %d".formatted(kind));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes a string of any length. */
  public static void writeString(String value, DataOutput out) throws IOException {
    writeNullableString(value, out);
  }

  public static String readString(DataInput in) throws IOException {
    String value = readNullableString(in);
    if (value == null) {
      throw new IOException("damaged: a text is missing");
    }
    return value;
  }

  /** Writes a constant by its name. */
  public static void writeEnum(Enum<?> constant, DataOutput out) throws IOException {
    writeString(constant.name(), out);
  }

  public static <E extends Enum<E>> E readEnum(Class<E> type, DataInput in) throws IOException {
    String name = readString(in);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException("unknown %s '%s'".formatted(type.getSimpleName(), name), e);
    }
  }

  /** Writes the codec's version, then the value. */
  public static <T> void writeValue(T value, Codec<T> codec, DataOutput out) throws IOException {
    out.writeByte(codec.version());
    codec.write(value, out);
  }

  /**
   * Reads one value.
   *
   * @throws IOException if a newer release wrote it, or it is damaged
   */
  public static <T> T readValue(Codec<T> codec, DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    checkVersion(codec.id(), version, codec.version());
    return read(codec, version, in);
  }

  /** Writes the codec's version, then the values. */
  public static <T> void writeList(List<T> values, Codec<T> codec, DataOutput out)
      throws IOException {
    out.writeByte(codec.version());
    writeEach(values, out, codec::write);
  }

  /**
   * Reads values.
   *
   * @throws IOException as {@link #readValue} does
   */
  public static <T> List<T> readList(Codec<T> codec, DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    checkVersion(codec.id(), version, codec.version());
    return readEach(in, from -> read(codec, version, from));
  }

  /** Writes items without a version: the owner's version covers them. */
  public static <T> void writeEach(Collection<T> items, DataOutput out, ItemWriter<T> writer)
      throws IOException {
    out.writeInt(items.size());
    for (T item : items) {
      writer.write(item, out);
    }
  }

  public static <T> List<T> readEach(DataInput in, ItemReader<T> reader) throws IOException {
    int size = readSize(in);
    List<T> items = new ArrayList<>(Math.min(size, BELIEVED));
    for (int i = 0; i < size; i++) {
      items.add(reader.read(in));
    }
    return List.copyOf(items);
  }

  /** Writes a map in the order of its keys, so that equal maps give equal bytes. */
  public static <T> void writeMap(Map<String, T> values, DataOutput out, ItemWriter<T> writer)
      throws IOException {
    out.writeInt(values.size());
    for (Map.Entry<String, T> entry : new TreeMap<>(values).entrySet()) {
      writeString(entry.getKey(), out);
      writer.write(entry.getValue(), out);
    }
  }

  public static <T> Map<String, T> readMap(DataInput in, ItemReader<T> reader) throws IOException {
    int size = readSize(in);
    Map<String, T> values = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      values.put(readString(in), reader.read(in));
    }
    return Map.copyOf(values);
  }

  /** As {@link #writeMap}. */
  public static void writeStrings(Map<String, String> values, DataOutput out) throws IOException {
    writeMap(values, out, StateFields::writeString);
  }

  public static Map<String, String> readStrings(DataInput in) throws IOException {
    return readMap(in, StateFields::readString);
  }

  private static int readSize(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0) {
      throw new IOException("damaged: a list of %d values".formatted(size));
    }
    return size;
  }

  /** Writes the header of a blob of state: id and version of the format. */
  public static void writeHeader(String id, int version, DataOutput out) throws IOException {
    out.writeByte(id.length());
    out.write(id.getBytes(StandardCharsets.ISO_8859_1));
    out.writeByte(version);
  }

  /**
   * Reads the header of a blob of state and returns its version.
   *
   * @param id of the expected format
   * @param newest supported version
   * @throws IOException if it is another format, or of a newer release
   */
  public static int readHeader(String id, int newest, DataInput in) throws IOException {
    byte[] name = new byte[in.readUnsignedByte()];
    in.readFully(name);
    String written = new String(name, StandardCharsets.ISO_8859_1);
    if (!written.equals(id)) {
      throw new IOException(
          written.matches("[a-z0-9-]+")
              ? "the state has the format '%s' where this release reads '%s'".formatted(written, id)
              : "damaged: no format is named where '%s' is expected".formatted(id));
    }
    int version = in.readUnsignedByte();
    checkVersion(id, version, newest);
    return version;
  }

  private static void checkVersion(String id, int version, int newest) throws IOException {
    if (version > newest) {
      throw new IOException(
          "written by a newer Petrel: %s version %d, this release reads up to %d"
              .formatted(id, version, newest));
    }
    if (version == 0) {
      throw new IOException("damaged: %s has no version 0".formatted(id));
    }
  }

  /** Reads a value of a checked version. An exception of its constructor means damage. */
  static <T> T read(Codec<T> codec, int version, DataInput in) throws IOException {
    try {
      return codec.read(version, in);
    } catch (RuntimeException e) {
      throw new IOException(
          "damaged: %s version %d: %s".formatted(codec.id(), version, e.getMessage()), e);
    }
  }
}
