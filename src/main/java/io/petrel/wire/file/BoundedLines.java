package io.petrel.wire.file;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, however long they are: of a line that is too long only its first part is
 * held. A line ends with LF, CR LF, CR alone, or CR CR LF as in WMO bulletins. A byte order mark at
 * the start is dropped. Not thread-safe.
 */
public final class BoundedLines {
  private final Reader in;
  private final int maxLength;
  private final char[] buffer = new char[8192];
  private int position;
  private int limit;
  private long number;
  private boolean tooLong;
  private boolean hadEnd;

  /**
   * @param maxLength most characters of a line
   */
  public BoundedLines(Reader in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /** The next line without its end; null = none. */
  public @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    tooLong = false;
    hadEnd = false;
    boolean any = false;
    while (fill()) {
      any = true;
      char c = buffer[position++];
      hadEnd = c == '\n' || c == '\r';
      if (c == '\r') {
        skipRestOfEnd();
      }
      if (hadEnd) {
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
    return line.toString();
  }

  /** Number of the last line of {@link #next}, from 1. */
  public long number() {
    return number;
  }

  /** Whether the last line of {@link #next} was cut. */
  public boolean wasTooLong() {
    return tooLong;
  }

  /** Whether the line that {@link #next} gave last was ended, not just the last of the text. */
  public boolean hadEnd() {
    return hadEnd;
  }

  private void skipRestOfEnd() throws IOException {
    while (fill() && buffer[position] == '\r') {
      position++;
    }
    if (fill() && buffer[position] == '\n') {
      position++;
    }
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
