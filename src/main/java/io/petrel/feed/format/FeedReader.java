package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
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

  /**
   * Opens a file; one in gzip is known by its first bytes.
   *
   * @throws IOException saying what is wrong, if it cannot be read or its header lacks a column
   */
  static FeedReader open(Path file, FeedMapping mapping) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      bytes.mark(2);
      boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
      bytes.reset();
      InputStream plain = gzip ? new GZIPInputStream(bytes, 1 << 16) : bytes;
      return read(new InputStreamReader(plain, StandardCharsets.UTF_8), file, mapping);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static FeedReader read(Reader in, Path file, FeedMapping mapping) throws IOException {
    return switch (mapping.format()) {
      case CSV -> CsvFeed.read(in, mapping);
      case ISD -> new LineFeed(in, new IsdLines(mapping));
      case ISD_LITE -> new LineFeed(in, IsdLiteLines.of(file));
      case METAR ->
          mapping.reportColumn() == null
              ? new LineFeed(in, MetarLines.of(file, mapping))
              : MetarCsv.read(in, mapping.reportColumn(), mapping);
      case WEATHER_GOV -> new JsonFeed(in, "features", new WeatherGovRecords());
      case OPENWEATHERMAP -> new JsonFeed(in, "list", new OpenWeatherMapRecords(mapping.units()));
    };
  }
}
