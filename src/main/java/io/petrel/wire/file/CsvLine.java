package io.petrel.wire.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Splits one line of CSV. Thread-safe. */
public final class CsvLine {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setTrim(true).get();

  private CsvLine() {}

  /**
   * The cells, without quotes and without white space around them.
   *
   * @throws IOException with the fault, if the line is not CSV
   */
  public static List<String> split(String line, char delimiter) throws IOException {
    List<String> cells = new ArrayList<>();
    // A fast path for lines without quotes, which nearly all are.
    if (line.indexOf('"') < 0) {
      int start = 0;
      for (int end = line.indexOf(delimiter); end >= 0; end = line.indexOf(delimiter, start)) {
        cells.add(line.substring(start, end).trim());
        start = end + 1;
      }
      cells.add(line.substring(start).trim());
      return cells;
    }
    CSVFormat format = delimiter == ',' ? FORMAT : FORMAT.builder().setDelimiter(delimiter).get();
    try (CSVParser parser = CSVParser.parse(line, format)) {
      for (CSVRecord record : parser) {
        record.forEach(cells::add);
      }
      return cells;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
  }
}
