package io.petrel.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * The binary format of one type of immutable value. The format carries a version, so that a release
 * reads what an earlier one wrote.
 *
 * <p>Implementations are stateless singletons, safe for many threads.
 */
public interface Codec<T> extends Serializable {
  /** Version that {@link #write} writes, 1 to 255. Increment with every change of the format. */
  int version();

  Class<T> type();

  /** Writes a value in the newest version, without the version itself. */
  void write(T value, DataOutput out) throws IOException;

  /**
   * Reads a value.
   *
   * @param version the version that wrote it, at most {@link #version()}
   */
  T read(int version, DataInput in) throws IOException;
}
