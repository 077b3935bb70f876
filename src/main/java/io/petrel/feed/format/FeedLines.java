package io.petrel.feed.format;

import io.petrel.wire.file.BoundedLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a file as rows; blank ones are passed over. Not thread-safe. */
abstract class FeedLines implements Iterator<FeedRow>, Closeable {
  private static final int MAX_LINE = 64 * 1024;

  private final Reader in;
  private final BoundedLines lines;
  private @Nullable FeedRow next;
  private boolean ended;

  FeedLines(Reader in) {
    this.in = in;
    this.lines = new BoundedLines(in, MAX_LINE);
  }

  /** The next line, for a header; null when there is none. */
  final @Nullable String header() throws IOException {
    return lines.next();
  }

  /** What a line holds; null = nothing to tell of. */
  abstract @Nullable FeedRow row(long line, String text);

  /** What is left to tell of when the last line was read; null = nothing. Called once. */
  @Nullable FeedRow end() {
    return null;
  }

  @Override
  public final boolean hasNext() {
    if (next == null && !ended) {
      next = read();
      ended = next == null || next instanceof FeedRow.Broken;
      next = next == null ? end() : next;
    }
    return next != null;
  }

  @Override
  public final FeedRow next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the last row was read");
    }
    FeedRow row = next;
    next = null;
    return row;
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }

  private @Nullable FeedRow read() {
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        FeedRow row =
            lines.wasTooLong()
                ? new FeedRow.Skipped(
                    lines.number(),
                    SkipReason.TOO_LONG,
                    "the line has more than %d characters".formatted(MAX_LINE))
                : line.isBlank() ? null : row(lines.number(), line);
        if (row != null) {
          return row;
        }
      }
      return null;
    } catch (IOException e) {
      return new FeedRow.Broken(
          lines.number() + 1, "the file cannot be read further: " + e.getMessage());
    }
  }
}
