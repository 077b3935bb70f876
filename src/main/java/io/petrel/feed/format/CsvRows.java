package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.issue.NearestName;
import io.petrel.wire.file.BoundedLines;
import io.petrel.wire.file.CsvLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV (RFC 4180) under its header, wherever that stands: it is the first line that
 * has every column that is needed. A quoted cell may hold line ends; a quote that is never closed
 * spoils its own line only. Holds at most {@value #SEARCHED} lines. Not thread-safe.
 */
final class CsvRows implements Closeable {
  private static final int MAX_LINE = 64 * 1024;

  /** Lines in which the header is looked for. */
  private static final int SEARCHED = 200;

  /** Lines that a quoted cell can have. */
  private static final int MOST_JOINED = 20;

  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|', ' ');
  private static final Pattern BLANKS = Pattern.compile("[\\s\\h]+");
  private static final Pattern COMMENT = Pattern.compile("^\\s*#+\\s*");
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"]|\"\")*)\"|\\S+");
  private static final int NONE = -1;
  private static final int SEVERAL = -2;
  private static final Pattern NUMBERED = Pattern.compile("(.+)#(\\d{1,4})");

  private final Reader in;
  private final BoundedLines lines;
  private final Deque<Line> ahead = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> wanted;
  private final int headerLines;
  private final boolean hasHeader;
  private final char delimiter;
  private List<String> names;
  private int[] places;
  private long shortRows;
  private @Nullable String brokenBy;

  /** A line of the file. */
  private record Line(long number, String text, boolean tooLong, boolean ended) {}

  /** What stands at one place. */
  sealed interface Row {
    /** Line of its first character, from 1. */
    long line();
  }

  /**
   * A row: the cells of the wanted columns, in their order.
   *
   * @param isShort whether the row has fewer cells than the header; the last ones count as empty
   */
  record Cells(long line, List<String> cells, boolean isShort) implements Row {}

  /** No row. */
  record Bad(long line, SkipReason reason, String text) implements Row {}

  /** A header that fits, or is nearest to it; {@code lines} is how many it has. */
  private record Header(
      char delimiter, int at, int lines, List<String> names, List<String> missing) {}

  /**
   * Finds the header.
   *
   * @param wanted columns that it must have
   * @throws IOException saying what is wrong, if there is none
   */
  CsvRows(Reader in, FeedMapping.Table table, List<String> wanted) throws IOException {
    this.in = in;
    this.lines = new BoundedLines(in, MAX_LINE);
    this.headerLines = table.headerLines();
    this.hasHeader = table.columns().isEmpty();
    this.wanted = wanted.stream().map(CsvRows::folded).toList();
    for (Line line = read(); line != null; line = ahead.size() < SEARCHED ? read() : null) {
      ahead.addLast(line);
    }
    if (ahead.stream().allMatch(line -> line.text.isBlank())) {
      throw new IOException(
          brokenBy == null ? "the file is empty: a header of column names is expected" : brokenBy);
    }
    List<Character> delimiters =
        table.delimiter() == null ? DELIMITERS : List.of(table.delimiter());
    if (hasHeader) {
      Header header = header(delimiters);
      this.names = header.names;
      this.delimiter = header.delimiter;
      for (int i = 0; i < header.at + header.lines; i++) {
        ahead.removeFirst();
      }
      if (header.at > 0) {
        notes.add("the header was found in line %d".formatted(header.at + 1));
      }
    } else {
      this.names = table.columns().stream().map(CsvRows::folded).toList();
      this.delimiter = delimiterFor(delimiters, names.size());
    }
    if (table.delimiter() == null && delimiter != ',') {
      notes.add("cells are divided by %s".formatted(shown(delimiter)));
    }
    this.places = places();
  }

  /** The place of each wanted column in the header. */
  private int[] places() throws IOException {
    int[] found = new int[wanted.size()];
    for (int i = 0; i < found.length; i++) {
      String name = wanted.get(i);
      found[i] = place(name, names);
      if (found[i] == SEVERAL) {
        throw new IOException(
            "the header has the column '%s' more than once; write %s#1 for the first of them,"
                    .formatted(name, name)
                + " %s#2 for the second".formatted(name));
      }
      if (found[i] == NONE) {
        throw lacks(name, names);
      }
    }
    return found;
  }

  private static IOException lacks(String name, List<String> names) {
    return new IOException(
        "the mapping names the column '%s'%s; the header has %s"
            .formatted(name, NearestName.hint(name, names), String.join(", ", names)));
  }

  private static String shown(char delimiter) {
    return delimiter == '\t' ? "tab" : delimiter == ' ' ? "blanks" : "'" + delimiter + "'";
  }

  private char delimiterFor(List<Character> delimiters, int cells) {
    for (char candidate : delimiters) {
      for (Line line : ahead) {
        if (split(line.text, candidate).map(c -> c.size() == cells).orElse(false)) {
          return candidate;
        }
      }
    }
    return delimiters.get(0);
  }

  private Header header(List<Character> delimiters) throws IOException {
    Header nearest = null;
    List<Line> all = List.copyOf(ahead);
    for (char candidate : delimiters) {
      for (int at = 0; at < all.size(); at++) {
        Header header = header(all.subList(at, all.size()), at, candidate);
        if (header.missing.isEmpty() && !header.names.isEmpty()) {
          return header;
        }
        if (nearest == null || header.missing.size() < nearest.missing.size()) {
          nearest = header;
        }
      }
    }
    if (nearest == null) {
      throw new IOException("no line is a header of column names");
    }
    throw new IOException(
        "line %d: %s"
            .formatted(nearest.at + 1, lacks(nearest.missing.get(0), nearest.names).getMessage()));
  }

  /** The header that some lines make together. */
  private Header header(List<Line> from, int at, char candidate) {
    List<String> found = new ArrayList<>();
    int taken = 0;
    for (int i = 0; i < headerLines && taken < from.size(); i++) {
      StringBuilder text =
          new StringBuilder(COMMENT.matcher(from.get(taken++).text).replaceFirst(""));
      Optional<List<String>> cells = split(text.toString(), candidate);
      for (int more = 0; cells.isEmpty() && more < MOST_JOINED && taken + more < from.size(); ) {
        text.append('\n').append(from.get(taken + more++).text);
        cells = split(text.toString(), candidate);
        taken += cells.isPresent() ? more : 0;
      }
      add(cells.orElse(List.of()), found);
    }
    List<String> missing = wanted.stream().filter(name -> place(name, found) == NONE).toList();
    return new Header(candidate, at, taken, found, missing);
  }

  private static void add(List<String> cells, List<String> names) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = folded(cells.get(i));
      if (i < names.size()) {
        names.set(i, (names.get(i) + " " + cell).strip());
      } else {
        names.add(cell);
      }
    }
  }

  private static String folded(String name) {
    return BLANKS.matcher(name).replaceAll(" ").strip();
  }

  /** The place of a column, 0-based. */
  private static int place(String name, List<String> names) {
    int first = names.indexOf(name);
    if (first >= 0) {
      return names.lastIndexOf(name) == first ? first : SEVERAL;
    }
    Matcher numbered = NUMBERED.matcher(name);
    if (numbered.matches()) {
      int count = Integer.parseInt(numbered.group(2));
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equals(numbered.group(1)) && --count == 0) {
          return i;
        }
      }
    }
    return NONE;
  }

  /** Columns that are not wanted. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      if (!names.get(i).isEmpty() && Arrays.stream(places).noneMatch(place -> place == column)) {
        unused.add(names.get(i));
      }
    }
    return unused;
  }

  /** What was found of the file's layout. */
  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (shortRows > 0) {
      all.add(
          "%,d rows have fewer cells than the header; the missing ones count as empty"
              .formatted(shortRows));
    }
    return all;
  }

  /** Why reading ended before the end of the file; null = it did not. */
  @Nullable String brokenBy() {
    return brokenBy;
  }

  long line() {
    return lines.number();
  }

  /** The next row; null when there is none. */
  @Nullable Row next() {
    try {
      for (Line line = take(); line != null; line = take()) {
        if (line.tooLong) {
          return new Bad(
              line.number,
              SkipReason.TOO_LONG,
              "the line has more than %d characters".formatted(MAX_LINE));
        }
        if (!line.text.isBlank()) {
          Row row = row(line);
          if (row != null) {
            return row;
          }
        }
      }
    } catch (IOException e) {
      brokenBy = e.getMessage();
    }
    return null;
  }

  private @Nullable Line take() {
    return ahead.isEmpty() ? read() : ahead.removeFirst();
  }

  private @Nullable Line read() {
    try {
      String text = lines.next();
      return text == null
          ? null
          : new Line(lines.number(), text, lines.wasTooLong(), lines.hadEnd());
    } catch (IOException e) {
      brokenBy = "the file cannot be read further: " + e.getMessage();
      return null;
    }
  }

  private @Nullable Row row(Line line) throws IOException {
    List<String> cells = split(line.text, delimiter).orElse(null);
    if (cells == null) {
      cells = joined(line.text);
    }
    if (cells == null) {
      return new Bad(
          line.number, SkipReason.MALFORMED, "a quote is not closed, or text follows it");
    }
    if (hasHeader && cells.contains(wanted.get(0)) && isHeader(line.number, cells)) {
      return null;
    }
    int size = cells.size();
    while (size > names.size() && cells.get(size - 1).isEmpty()) {
      size--;
    }
    // What is left out in white space cannot be told, and the end of the file may cut a value.
    boolean tooShort = size < names.size() && (delimiter == ' ' || !line.ended);
    if (size > names.size() || tooShort) {
      return new Bad(
          line.number,
          SkipReason.MALFORMED,
          "%d cells where the header has %d".formatted(cells.size(), names.size()));
    }
    shortRows += size < names.size() ? 1 : 0;
    List<String> picked = new ArrayList<>(places.length);
    for (int place : places) {
      picked.add(place < size ? cells.get(place) : "");
    }
    return new Cells(line.number, picked, size < names.size());
  }

  /** The header again, or that of another file, as files that were put together have. */
  private boolean isHeader(long line, List<String> cells) throws IOException {
    List<String> found = cells.stream().map(CsvRows::folded).toList();
    if (wanted.size() > 1 && wanted.stream().filter(found::contains).count() < 2) {
      return false;
    }
    names = found;
    try {
      places = places();
    } catch (IOException e) {
      throw new IOException("another header in line %d: %s".formatted(line, e.getMessage()), e);
    }
    return true;
  }

  /** The cells of a row whose quoted cell goes on in the next lines; null if it never ends. */
  private @Nullable List<String> joined(String first) {
    StringBuilder text = new StringBuilder(first);
    List<Line> taken = new ArrayList<>();
    List<String> cells = null;
    while (cells == null && taken.size() < MOST_JOINED && text.length() < MAX_LINE) {
      Line next = take();
      if (next == null) {
        break;
      }
      taken.add(next);
      text.append('\n').append(next.text);
      cells = next.text.indexOf('"') < 0 ? null : split(text.toString(), delimiter).orElse(null);
    }
    if (cells == null || cells.size() != names.size()) {
      for (int i = taken.size() - 1; i >= 0; i--) {
        ahead.addFirst(taken.get(i));
      }
      return null;
    }
    return cells;
  }

  private static Optional<List<String>> split(String line, char delimiter) {
    if (delimiter == ' ') {
      List<String> words = new ArrayList<>();
      Matcher word = WORD.matcher(line);
      while (word.find()) {
        words.add(word.group(1) == null ? word.group() : word.group(1).replace("\"\"", "\""));
      }
      return Optional.of(words);
    }
    try {
      return Optional.of(CsvLine.split(line, delimiter));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
