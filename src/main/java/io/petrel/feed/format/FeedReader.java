package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * The reports of a file, one by one, whatever is in it: what cannot be read is a row that says so.
 * Holds one report at a time. Not thread-safe.
 */
public interface FeedReader extends Iterator<FeedRow>, Closeable {
  /** The values that a report can have. */
  List<FieldRule> rules();

  /** Columns of which nothing is used. */
  default List<String> unusedColumns() {
    return List.of();
  }

  /** What was found out of the file, for people. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Opens a file; one in gzip is known by its first bytes.
   *
   * @param notes is told what is found of the text, at the latest when the reader is closed
   * @throws IOException saying what is wrong, if it cannot be read or its header lacks a column
   */
  static FeedReader open(Path file, FeedMapping mapping, Consumer<String> notes)
      throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      bytes.mark(2);
      boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
      bytes.reset();
      Reader text =
          FeedText.open(
              gzip ? new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16)) : bytes,
              mapping.charset(),
              notes);
      return read(text, file, mapping);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static FeedReader read(Reader in, Path file, FeedMapping mapping) throws IOException {
    return switch (mapping.format()) {
      case CSV -> {
        MappedRecords records = new MappedRecords(mapping);
        yield PartialReports.join(
            new CsvFeed(
                new CsvRows(in, mapping.table(), records.names()),
                mapping.fields(),
                row -> records.row(row.line(), row.cells()::get)),
            mapping);
      }
      case JSON ->
          PartialReports.join(
              JsonFeed.read(in, mapping.select(), new JsonRecords(mapping)), mapping);
      case ISD -> IsdCsv.read(in, mapping);
      case ISD_LITE -> new LineFeed(in, IsdLiteLines.of(file));
      case METAR ->
          mapping.reportColumn() == null
              ? MetarLines.read(in, file, mapping)
              : MetarCsv.read(in, mapping.reportColumn(), mapping);
      case WEATHER_GOV -> JsonFeed.read(in, List.of("features"), new WeatherGovRecords());
      case OPENWEATHERMAP ->
          JsonFeed.read(in, List.of("list"), new OpenWeatherMapRecords(mapping.units()));
    };
  }
}
