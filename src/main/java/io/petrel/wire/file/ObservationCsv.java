package io.petrel.wire.file;

import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import io.petrel.wire.Decoded;
import io.petrel.wire.ObservationChecks;
import io.petrel.wire.RejectReason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Observations from CSV, row by row: a header of schema field names, {@code extra.NAME} for values
 * without a field, times in ISO-8601 with offset, an empty cell for a missing value. A row is one
 * line; reading continues after an invalid one.
 *
 * <p>Not thread-safe. Reading an unreadable file ends in {@link UncheckedIOException}.
 */
public final class ObservationCsv implements Iterator<ObservationCsv.Row>, Closeable {
  private static final int MAX_LINE = 64 * 1024;
  private static final String EXTRA = "extra.";

  /** One line of the file. */
  public sealed interface Row {
    /** Number of the line, from 1; the header is line 1. */
    long line();
  }

  public record Good(long line, Observation observation) implements Row {}

  /**
   * An invalid row.
   *
   * @param text the fault, with the name of the column
   */
  public record Bad(long line, RejectReason reason, String text) implements Row {}

  /** Sets the value of a column. */
  private interface Cell {
    void set(Observation.Builder builder, String text);
  }

  private final Reader in;
  private final BoundedLines lines;
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Cell> cells = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final int stationColumn;
  private final int timeColumn;
  private @Nullable Row next;

  private ObservationCsv(Reader in, String name, @Nullable String receivedAt) throws IOException {
    this.in = in;
    this.lines = new BoundedLines(in, MAX_LINE);
    String header = lines.next();
    if (header == null) {
      throw new IOException(name + " is empty: a header of field names is expected");
    }
    readHeader(header, name, receivedAt);
    if (receivedAt != null) {
      int unused = required(receivedAt, name);
    }
    this.stationColumn = required("station_id", name);
    this.timeColumn = required("time", name);
    this.next = read();
  }

  /**
   * Opens a file; decompresses one whose name ends in {@code .gz}.
   *
   * @throws IOException with the fault, if the file cannot be read or its header is not valid
   */
  public static ObservationCsv open(Path file) throws IOException {
    return open(file, null);
  }

  /**
   * The same.
   *
   * @param receivedAt column that is read as {@code received_at}; null = the one of that name
   */
  static ObservationCsv open(Path file, @Nullable String receivedAt) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      InputStream plain =
          file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
      return new ObservationCsv(
          new InputStreamReader(plain, StandardCharsets.UTF_8), file.toString(), receivedAt);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /**
   * Reads CSV text.
   *
   * @param name of the text, for messages
   */
  public static ObservationCsv read(Reader in, String name) throws IOException {
    return new ObservationCsv(in, name, null);
  }

  /** Columns that are not schema fields; their values are ignored. */
  public List<String> ignoredColumns() {
    return List.copyOf(ignored);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Row next() {
    Row row = next;
    if (row == null) {
      throw new NoSuchElementException("the last row was read");
    }
    next = read();
    return row;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void readHeader(String line, String name, @Nullable String receivedAt)
      throws IOException {
    Set<String> seen = new HashSet<>();
    for (String column : CsvLine.split(line, ',')) {
      names.add(column);
      if (!column.isEmpty() && !seen.add(column)) {
        throw new IOException("%s:1: the header has the column '%s' twice".formatted(name, column));
      }
      @Nullable Cell cell = cell(column, receivedAt);
      cells.add(cell);
      if (cell == null) {
        ignored.add(column);
      }
    }
  }

  private int required(String column, String name) throws IOException {
    int index = names.indexOf(column);
    if (index < 0) {
      throw new IOException(
          "%s:1: the header has no column '%s'; it has %s"
              .formatted(name, column, String.join(", ", names)));
    }
    return index;
  }

  private static @Nullable Cell cell(String column, @Nullable String receivedAt) {
    if (receivedAt != null && column.equals(receivedAt)) {
      return (builder, text) -> builder.receivedAtMillis(time(text));
    }
    if (receivedAt != null && column.equals("received_at")) {
      return null; // The other column says it.
    }
    if (column.startsWith(EXTRA) && column.length() > EXTRA.length()) {
      String name = column.substring(EXTRA.length());
      return (builder, text) -> builder.extra(name, number(text));
    }
    return ObservationField.find(column).map(ObservationCsv::cell).orElse(null);
  }

  private static @Nullable Cell cell(ObservationField field) {
    int index = field.index();
    return switch (field.kind()) {
      case TEXT -> (builder, text) -> builder.text(index, text);
      case TIME -> (builder, text) -> builder.millis(index, time(text));
      case INTEGER -> (builder, text) -> builder.revision(Integer.parseInt(text));
      case ENUM -> (builder, text) -> builder.quality(Quality.valueOf(text));
      case NUMBER -> (builder, text) -> builder.set(index, number(text));
      case MAP -> null; // Each of its values has its own column.
    };
  }

  private @Nullable Row read() {
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (lines.wasTooLong()) {
          return new Bad(
              lines.number(),
              RejectReason.TOO_LARGE,
              "the line has more than %d characters".formatted(MAX_LINE));
        }
        if (!line.isBlank()) {
          return row(line);
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "reading stopped after line %d: %s".formatted(lines.number(), e.getMessage()), e);
    }
  }

  private Row row(String line) {
    long number = lines.number();
    List<String> texts;
    try {
      texts = CsvLine.split(line, ',');
    } catch (IOException e) {
      return new Bad(number, RejectReason.MALFORMED, "not CSV: " + e.getMessage());
    }
    if (texts.size() != names.size()) {
      return new Bad(
          number,
          RejectReason.MALFORMED,
          "%d cells where the header has %d".formatted(texts.size(), names.size()));
    }
    if (texts.get(stationColumn).isEmpty()) {
      return new Bad(number, RejectReason.BAD_STATION_ID, "station_id is empty");
    }
    if (texts.get(timeColumn).isEmpty()) {
      return new Bad(number, RejectReason.BAD_TIME, "time is empty");
    }
    Observation.Builder builder = Observation.builder();
    @Nullable Bad fault = null;
    for (int i = 0; i < texts.size() && fault == null; i++) {
      fault = set(i, texts, builder);
    }
    return fault == null ? checked(builder.build()) : fault;
  }

  private Row checked(Observation observation) {
    Decoded.Rejected<Observation> fault = ObservationChecks.fault(observation);
    return fault == null
        ? new Good(lines.number(), observation)
        : new Bad(lines.number(), fault.reason(), fault.text());
  }

  private @Nullable Bad set(int column, List<String> texts, Observation.Builder builder) {
    Cell cell = cells.get(column);
    String text = texts.get(column);
    if (cell == null || text.isEmpty()) {
      return null;
    }
    try {
      cell.set(builder, text);
      return null;
    } catch (DateTimeException e) {
      return bad(
          RejectReason.BAD_TIME,
          column,
          text,
          "an ISO-8601 time with offset: 2026-01-31T18:00:00Z");
    } catch (NumberFormatException e) {
      return bad(RejectReason.MALFORMED, column, text, "a number, or empty when missing");
    } catch (IllegalArgumentException e) {
      return bad(
          RejectReason.MALFORMED, column, text, "one of " + List.of((Object[]) Quality.values()));
    }
  }

  private Bad bad(RejectReason reason, int column, String text, String expected) {
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
    return new Bad(
        lines.number(),
        reason,
        "%s is '%s', must be %s".formatted(names.get(column), shown, expected));
  }

  /** Plain decimal numbers only; Java would also accept NaN, hexadecimal and type letters. */
  private static double number(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw new NumberFormatException(text);
      }
    }
    return Double.parseDouble(text);
  }

  private static long time(String text) {
    return OffsetDateTime.parse(text).toInstant().toEpochMilli();
  }
}
