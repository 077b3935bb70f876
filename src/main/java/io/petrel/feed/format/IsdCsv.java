package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.wire.file.CsvLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The CSV form in which NCEI gives Integrated Surface Data (global hourly). A cell such as {@code
 * 050,1,N,0010,1} is a group of the fixed-width format with commas, so each row is written as a
 * line of that format and read as one.
 */
final class IsdCsv {
  private static final int HEADER_LIMIT = 32 * 1024;
  private static final Pattern FIRST_COLUMN = Pattern.compile("\\s*\"?STATION\"?\\s*,.*");
  private static final Pattern STATION = Pattern.compile("[A-Z0-9]{11}");
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)[T ](\\d\\d):(\\d\\d)(?::\\d\\d)?Z?");

  /** Mandatory groups: form without the commas, and what stands for a missing one. */
  private enum Group {
    WND("[0-9]{3}[0-9A-Z]{2}[0-9]{4}[0-9A-Z]", "9999999999"),
    CIG("[0-9]{5}[0-9A-Z]{3}", "99999999"),
    VIS("[0-9]{6}[0-9A-Z]{3}", "999999999"),
    TMP("[+-][0-9]{4}[0-9A-Z]", "+99999"),
    DEW("[+-][0-9]{4}[0-9A-Z]", "+99999"),
    SLP("[0-9]{5}[0-9A-Z]", "999999");

    private final Pattern form;
    private final String missing;

    Group(String form, String missing) {
      this.form = Pattern.compile(form);
      this.missing = missing;
    }
  }

  private static final List<String> ADDITIONAL =
      Stream.concat(
              Stream.of("AJ1", "MA1", "OC1"),
              Map.of("AA", 4, "AU", 9, "AW", 4, "MW", 7).entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .flatMap(
                      group ->
                          IntStream.rangeClosed(1, group.getValue())
                              .mapToObj(number -> group.getKey() + number)))
          .toList();
  private static final List<String> OTHERS =
      List.of("LATITUDE", "LONGITUDE", "ELEVATION", "NAME", "REPORT_TYPE", "CALL_SIGN");

  private final IsdLines lines;
  private final List<String> columns;

  private IsdCsv(IsdLines lines, List<String> columns) {
    this.lines = lines;
    this.columns = columns;
  }

  /** Reads either form, which the first line tells. */
  static FeedReader read(Reader in, FeedMapping mapping) throws IOException {
    IsdLines lines = new IsdLines(mapping);
    BufferedReader text = new BufferedReader(in, HEADER_LIMIT);
    text.mark(HEADER_LIMIT);
    String header = firstLine(text);
    text.reset();
    if (!FIRST_COLUMN.matcher(MappedRecords.plain(header)).matches()) {
      return new LineFeed(text, lines);
    }
    Set<String> columns = new LinkedHashSet<>(List.of("STATION", "DATE"));
    List<String> there =
        CsvLine.split(header.strip(), ',').stream().map(MappedRecords::plain).toList();
    for (Group group : Group.values()) {
      columns.add(group.name());
    }
    columns.addAll(OTHERS);
    columns.addAll(ADDITIONAL);
    columns.removeIf(
        name -> !name.equals("STATION") && !name.equals("DATE") && !there.contains(name));
    IsdCsv csv = new IsdCsv(lines, List.copyOf(columns));
    List<FieldRule> rules = lines.rules();
    return new CsvFeed(
        new CsvRows(text, new FeedMapping.Table(',', '.', List.of(), 1), csv.columns),
        rules,
        csv::row);
  }

  private static String firstLine(Reader text) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = text.read();
        c >= 0 && c != '\n' && c != '\r' && line.length() < HEADER_LIMIT - 1; ) {
      line.append((char) c);
      c = text.read();
    }
    return line.toString();
  }

  private FeedRow row(CsvRows.Cells row) {
    List<String> unreadable = new ArrayList<>();
    String station = cell(row, "STATION");
    var time = TIME.matcher(cell(row, "DATE"));
    if (!STATION.matcher(station).matches()) {
      return new FeedRow.Skipped(
          row.line(),
          SkipReason.BAD_STATION,
          "STATION is '%s', must be USAF and WBAN, eleven characters"
              .formatted(WrittenNumbers.shown(station)));
    }
    if (!time.matches()) {
      return new FeedRow.Skipped(
          row.line(),
          SkipReason.BAD_TIME,
          "DATE is '%s', must be like 2019-01-03T22:00:00"
              .formatted(WrittenNumbers.shown(cell(row, "DATE"))));
    }
    StringBuilder line = new StringBuilder("0000").append(station);
    for (int i = 1; i <= 5; i++) {
      line.append(time.group(i));
    }
    line.append('9')
        .append(number(row, "LATITUDE", 1000, 5, "+99999", unreadable))
        .append(number(row, "LONGITUDE", 1000, 6, "+999999", unreadable))
        .append("%-5.5s".formatted(cell(row, "REPORT_TYPE")))
        .append(number(row, "ELEVATION", 1, 4, "+9999", unreadable))
        .append("%-5.5s".formatted(cell(row, "CALL_SIGN")))
        .append("V020");
    for (Group group : Group.values()) {
      line.append(group(row, group, unreadable));
    }
    line.append("ADD");
    for (String name : ADDITIONAL) {
      String cell = cell(row, name);
      line.append(cell.isEmpty() ? "" : name + cell.replace(",", ""));
    }
    FeedRow read = lines.row(row.line(), line.toString());
    if (read instanceof FeedRow.Report report) {
      unreadable.addAll(report.unreadable());
      Map<String, String> names = new HashMap<>(report.names());
      names.put("name", cell(row, "NAME"));
      return new FeedRow.Report(
          report.line(),
          names,
          report.time(),
          report.revision(),
          report.values(),
          report.texts(),
          report.rain(),
          unreadable);
    }
    return read;
  }

  private String cell(CsvRows.Cells row, String column) {
    int place = columns.indexOf(column);
    return place < 0 ? "" : MappedRecords.plain(row.cells().get(place));
  }

  private String group(CsvRows.Cells row, Group group, List<String> unreadable) {
    String cell = cell(row, group.name());
    String plain = cell.replace(",", "");
    if (group.form.matcher(plain).matches()) {
      return plain;
    }
    if (!cell.isEmpty()) {
      unreadable.add(
          "%s is '%s', no such group".formatted(group.name(), WrittenNumbers.shown(cell)));
    }
    return group.missing;
  }

  /** A decimal number as the fixed-width format has it. */
  private String number(
      CsvRows.Cells row,
      String column,
      double scale,
      int digits,
      String missing,
      List<String> unreadable) {
    String cell = cell(row, column);
    OptionalDouble value = WrittenNumbers.decimal(cell);
    String text =
        value.isEmpty()
            ? ""
            : ("%+0" + (digits + 1) + "d").formatted(Math.round(value.getAsDouble() * scale));
    if (text.length() == digits + 1) {
      return text;
    }
    if (!cell.isEmpty()) {
      unreadable.add("%s is '%s', no number of it".formatted(column, WrittenNumbers.shown(cell)));
    }
    return missing;
  }
}
