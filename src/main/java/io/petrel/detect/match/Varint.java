package io.petrel.detect.match;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers in as few bytes as they need: seven bits a byte, least significant first. */
public final class Varint {
  private Varint() {}

  /** Writes a number; a negative one takes ten bytes. */
  public static void write(long value, DataOutput out) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  public static long read(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number is longer than ten bytes");
  }

  /** Writes a number of any sign; those near zero take few bytes. */
  static void writeSigned(long value, DataOutput out) throws IOException {
    write(zigzag(value), out);
  }

  static long readSigned(DataInput in) throws IOException {
    return unzigzag(read(in));
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
