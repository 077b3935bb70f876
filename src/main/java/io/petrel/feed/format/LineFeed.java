package io.petrel.feed.format;

import io.petrel.feed.mapping.FieldRule;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A feed in which each line is a report. */
final class LineFeed extends FeedLines implements FeedReader {
  /** Reads one line. */
  interface Lines {
    List<FieldRule> rules();

    /** What a line holds; null = nothing to tell of. */
    @Nullable FeedRow row(long line, String text);

    /** What is left to tell of when the last line was read; null = nothing. */
    default @Nullable FeedRow end() {
      return null;
    }
  }

  private final Lines format;

  LineFeed(Reader in, Lines format) {
    super(in);
    this.format = format;
  }

  @Override
  public List<FieldRule> rules() {
    return format.rules();
  }

  @Override
  @Nullable FeedRow row(long line, String text) {
    return format.row(line, text);
  }

  @Override
  @Nullable FeedRow end() {
    return format.end();
  }
}
