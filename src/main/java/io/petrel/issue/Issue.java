package io.petrel.issue;

import java.util.Comparator;
import java.util.Locale;

/**
 * One fault in a text.
 *
 * @param line 1-based; 0 when the whole file is meant
 * @param column 1-based, in characters; 0 when the whole file is meant
 * @param length characters that are wrong, at least 1: how long the caret line is
 * @param message what is wrong, the value, what is allowed
 * @param sourceLine the line itself; empty when the whole file is meant
 */
public record Issue(
    Level severity,
    String file,
    int line,
    int column,
    int length,
    String message,
    String sourceLine) {

  public static final Comparator<Issue> BY_PLACE =
      Comparator.comparing(Issue::file)
          .thenComparingInt(Issue::line)
          .thenComparingInt(Issue::column)
          .thenComparing(Issue::message);

  public Issue {
    length = Math.max(1, length);
  }

  public static Issue error(SourceText source, int line, int column, int length, String message) {
    return new Issue(Level.ERROR, source.name(), line, column, length, message, source.line(line));
  }

  public static Issue warning(SourceText source, int line, int column, int length, String message) {
    return new Issue(
        Level.WARNING, source.name(), line, column, length, message, source.line(line));
  }

  /** A fault of a whole file, such as one that cannot be read. */
  public static Issue ofFile(String file, String message) {
    return new Issue(Level.ERROR, file, 0, 0, 1, message, "");
  }

  public boolean isError() {
    return severity == Level.ERROR;
  }

  /** Severity of an {@link Issue}. */
  public enum Level {
    /** The file cannot be used. */
    ERROR,
    /** The file works, but probably not as its author intends. */
    WARNING;

    /** As printed: {@code error}, {@code warning}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
