package io.petrel.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Formats of the parts that codecs share. */
public final class Fields {
  private Fields() {}

  /** Writes a string of any length, or null. */
  public static void writeNullableString(@Nullable String value, DataOutput out)
      throws IOException {
    if (value == null) {
      out.writeInt(-1);
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  public static @Nullable String readNullableString(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes a string of any length ({@link DataOutput#writeUTF} ends at 64 KiB). */
  public static void writeString(String value, DataOutput out) throws IOException {
    writeNullableString(value, out);
  }

  public static String readString(DataInput in) throws IOException {
    String value = readNullableString(in);
    if (value == null) {
      throw new IOException("a string is missing");
    }
    return value;
  }

  /** Writes one value behind its codec's version. */
  public static <T> void writeValue(T value, Codec<T> codec, DataOutput out) throws IOException {
    out.writeByte(codec.version());
    codec.write(value, out);
  }

  public static <T> T readValue(Codec<T> codec, DataInput in) throws IOException {
    return codec.read(in.readUnsignedByte(), in);
  }

  /** Writes values behind one version of their codec. */
  public static <T> void writeList(List<T> values, Codec<T> codec, DataOutput out)
      throws IOException {
    out.writeInt(values.size());
    out.writeByte(codec.version());
    for (T value : values) {
      codec.write(value, out);
    }
  }

  public static <T> List<T> readList(Codec<T> codec, DataInput in) throws IOException {
    int size = in.readInt();
    int version = in.readUnsignedByte();
    List<T> values = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      values.add(codec.read(version, in));
    }
    return List.copyOf(values);
  }

  /** Writes a map in the order of its keys, so that equal maps give equal bytes. */
  public static void writeStrings(Map<String, String> values, DataOutput out) throws IOException {
    out.writeInt(values.size());
    for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
      writeString(entry.getKey(), out);
      writeString(entry.getValue(), out);
    }
  }

  public static Map<String, String> readStrings(DataInput in) throws IOException {
    int size = in.readInt();
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      String key = readString(in);
      values.put(key, readString(in));
    }
    return Map.copyOf(values);
  }
}
