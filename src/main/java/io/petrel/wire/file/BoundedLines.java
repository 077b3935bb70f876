package io.petrel.wire.file;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, however long they are: of a line that is too long only its first part is
 * held. A byte order mark at the start is dropped. Not thread-safe.
 */
public final class BoundedLines {
  private final Reader in;
  private final int maxLength;
  private final char[] buffer = new char[8192];
  private int position;
  private int limit;
  private long number;
  private boolean tooLong;

  /**
   * @param maxLength most characters of a line that are kept
   */
  public BoundedLines(Reader in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /** The next line without its end; null when there is none. */
  public @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    tooLong = false;
    boolean any = false;
    while (fill()) {
      any = true;
      char c = buffer[position++];
      if (c == '\n') {
        break;
      }
      if (line.length() < maxLength) {
        line.append(c);
      } else {
        tooLong = true;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    if (number == 1 && !line.isEmpty() && line.charAt(0) == '\uFEFF') {
      line.deleteCharAt(0);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  /** Number of the line that {@link #next} gave last, from 1. */
  public long number() {
    return number;
  }

  /** Whether the line that {@link #next} gave last was cut. */
  public boolean wasTooLong() {
    return tooLong;
  }

  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    position = 0;
    limit = in.read(buffer, 0, buffer.length);
    return limit > 0;
  }
}
