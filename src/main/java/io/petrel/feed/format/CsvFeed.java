package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CSV whose columns the mapping file explains. */
final class CsvFeed extends FeedLines implements FeedReader {
  /** A column that becomes a field; {@code quality} is -1 when it has no quality code. */
  private record Column(FieldRule rule, int value, int quality) {}

  private final FeedMapping mapping;
  private final TimeRule time;
  private final CsvColumns columns;
  private final List<Column> fields = new ArrayList<>();
  private final FeedRow.@Nullable Rain rain;

  private CsvFeed(Reader in, FeedMapping mapping, TimeRule time) throws IOException {
    super(in);
    this.mapping = mapping;
    this.time = time;
    this.columns = new CsvColumns(header(), mapping, Set.of());
    Duration period = null;
    for (FieldRule rule : mapping.fields()) {
      String quality = rule.qualityColumn();
      fields.add(
          new Column(
              rule, columns.index(rule.source()), quality == null ? -1 : columns.index(quality)));
      period = rule.period() == null ? period : rule.period();
    }
    this.rain = period == null ? null : new FeedRow.Rain(period, false, false);
  }

  static CsvFeed read(Reader in, FeedMapping mapping) throws IOException {
    TimeRule time = mapping.time();
    if (time == null) {
      throw new IllegalArgumentException("a mapping for CSV has a time");
    }
    return new CsvFeed(in, mapping, time);
  }

  @Override
  public List<FieldRule> rules() {
    return mapping.fields();
  }

  @Override
  public List<String> unusedColumns() {
    return columns.unused();
  }

  @Override
  FeedRow row(long line, String text) {
    List<String> cells;
    try {
      cells = columns.cells(text);
    } catch (IOException e) {
      return new FeedRow.Skipped(line, SkipReason.MALFORMED, "" + e.getMessage());
    }
    Map<String, String> texts = columns.texts(cells);
    WrittenTimes.Outcome read = WrittenTimes.read(time, texts);
    if (read instanceof WrittenTimes.Fault fault) {
      return new FeedRow.Skipped(line, SkipReason.BAD_TIME, fault.text());
    }
    List<FeedRow.Value> values = new ArrayList<>(fields.size());
    List<String> unreadable = new ArrayList<>();
    for (Column field : fields) {
      values.add(value(field, cells, unreadable));
    }
    return new FeedRow.Report(
        line, texts, ((WrittenTimes.Read) read).time(), 0, values, rain, unreadable);
  }

  private FeedRow.Value value(Column field, List<String> cells, List<String> unreadable) {
    FieldRule rule = field.rule();
    String cell = cells.get(field.value());
    double number = Double.NaN;
    if (!columns.isMissing(cell) && !rule.missing().contains(cell)) {
      OptionalDouble read = WrittenNumbers.decimal(cell);
      if (read.isEmpty()) {
        unreadable.add(
            "%s is '%s', no number".formatted(rule.source(), WrittenNumbers.shown(cell)));
      }
      number = read.orElse(Double.NaN);
    }
    String quality = field.quality() < 0 ? "" : cells.get(field.quality());
    return new FeedRow.Value(rule, number, rule.unit(), quality);
  }
}
