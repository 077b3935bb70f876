package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** METAR reports in a column of a CSV, as archives give them; another column says when. */
final class MetarCsv extends FeedLines implements FeedReader {
  private final CsvColumns columns;
  private final int report;
  private final @Nullable TimeRule time;
  private final MetarReports reports;

  private MetarCsv(Reader in, String column, FeedMapping mapping) throws IOException {
    super(in);
    this.columns = new CsvColumns(header(), mapping, Set.of("station"));
    this.report = columns.index(column);
    this.time = mapping.time();
    this.reports = new MetarReports(new ReportDates(mapping.date()));
  }

  static MetarCsv read(Reader in, String column, FeedMapping mapping) throws IOException {
    return new MetarCsv(in, column, mapping);
  }

  @Override
  public List<FieldRule> rules() {
    return MetarReports.RULES;
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
    if (columns.isMissing(cells.get(report))) {
      return new FeedRow.Skipped(line, SkipReason.NO_REPORT, "the report is empty");
    }
    Map<String, String> texts = columns.texts(cells);
    Instant near = null;
    if (time != null) {
      WrittenTimes.Outcome read = WrittenTimes.read(time, texts);
      if (read instanceof WrittenTimes.Fault fault) {
        return new FeedRow.Skipped(line, SkipReason.BAD_TIME, fault.text());
      }
      near = near(((WrittenTimes.Read) read).time());
    }
    return reports.row(line, cells.get(report), near, texts);
  }

  /** Only the day matters: the report has its own hour and minute, in UTC. */
  private static Instant near(TimeRule.WrittenTime written) {
    if (written instanceof TimeRule.Local local) {
      return local.time().atZone(local.zone()).toInstant();
    }
    return written instanceof TimeRule.Exact exact
        ? exact.instant()
        : Instant.EPOCH.atOffset(ZoneOffset.UTC).toInstant();
  }
}
