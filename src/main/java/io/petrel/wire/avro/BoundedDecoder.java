package io.petrel.wire.avro;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary from a byte array and checks every length in it: it never allocates more than
 * the remaining bytes can fill. Avro's own {@code BinaryDecoder} (1.12.2) allocates a text of 2 GiB
 * if six bytes say so. Not thread-safe.
 */
final class BoundedDecoder extends Decoder {
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[0];
  private int position;

  /** Starts at a position of an array, which must not change meanwhile. */
  void reset(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int remaining() {
    return bytes.length - position;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return nextByte() == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException(String.format(Locale.ROOT, "%d does not fit an int", value));
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = nextByte();
      raw |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new IOException("a number is longer than 10 bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return (float) FLOAT.get(bytes, take(Float.BYTES));
  }

  @Override
  public double readDouble() throws IOException {
    return (double) DOUBLE.get(bytes, take(Double.BYTES));
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    int length = readLength();
    Utf8 text = old == null ? new Utf8() : old;
    text.setByteLength(length);
    System.arraycopy(bytes, take(length), text.getBytes(), 0, length);
    return text;
  }

  @Override
  public String readString() throws IOException {
    int length = readLength();
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    take(readLength());
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    int length = readLength();
    ByteBuffer copy = ByteBuffer.allocate(length);
    copy.put(bytes, take(length), length);
    return copy.flip();
  }

  @Override
  public void skipBytes() throws IOException {
    take(readLength());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return readBlock();
  }

  @Override
  public long arrayNext() throws IOException {
    return readBlock();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return readBlock();
  }

  @Override
  public long mapNext() throws IOException {
    return readBlock();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }

  @Override
  public int readIndex() throws IOException {
    int index = readInt();
    if (index < 0) {
      throw new AvroTypeException(String.format(Locale.ROOT, "branch %d of a union", index));
    }
    return index;
  }

  private long readBlock() throws IOException {
    long items = readLong();
    if (items < 0) {
      readLength();
      items = -items;
    }
    return checkItems(items);
  }

  private long skipBlocks() throws IOException {
    long items = readLong();
    while (items < 0) {
      take(readLength());
      items = readLong();
    }
    return checkItems(items);
  }

  /** An item needs at least a byte in Petrel's schemas and in any sensible other. */
  private long checkItems(long items) throws IOException {
    if (items < 0 || items > remaining()) {
      throw new EOFException(
          String.format(Locale.ROOT, "%d items in %d bytes", items, remaining()));
    }
    return items;
  }

  private int readLength() throws IOException {
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw new EOFException(
          String.format(
              Locale.ROOT, "a length of %d where %d bytes are left", length, remaining()));
    }
    return (int) length;
  }

  private int nextByte() throws IOException {
    return bytes[take(1)];
  }

  /** Advances by some bytes and returns the position of the first. */
  private int take(int length) throws IOException {
    if (length < 0 || length > remaining()) {
      throw new EOFException(
          String.format(Locale.ROOT, "%d bytes are needed where %d are left", length, remaining()));
    }
    int start = position;
    position += length;
    return start;
  }
}
