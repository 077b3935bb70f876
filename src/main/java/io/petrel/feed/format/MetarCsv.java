package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.MappingTemplate;
import io.petrel.feed.mapping.TimeRule;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** METAR reports in a column of a CSV, as archives give them; another column says when. */
final class MetarCsv {
  private final FeedMapping mapping;
  private final List<String> columns;
  private final MetarReports reports;

  private MetarCsv(FeedMapping mapping, List<String> columns) {
    this.mapping = mapping;
    this.columns = columns;
    this.reports = new MetarReports(new ReportDates(mapping.date()));
  }

  /**
   * Reads one.
   *
   * @param column that has the reports
   */
  static CsvFeed read(Reader in, String column, FeedMapping mapping) throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    columns.add(column);
    TimeRule time = mapping.time();
    List<@Nullable MappingTemplate> templates = new ArrayList<>();
    templates.add(mapping.stationId());
    templates.add(mapping.stationName());
    templates.add(mapping.region());
    templates.add(mapping.stations().match());
    templates.add(time == null ? null : time.from());
    for (MappingTemplate template : templates) {
      if (template != null) {
        columns.addAll(template.distinctNames());
      }
    }
    // The report itself says its station.
    columns.remove("station");
    MetarCsv reader = new MetarCsv(mapping, List.copyOf(columns));
    return new CsvFeed(
        new CsvRows(in, mapping.table(), reader.columns), MetarReports.RULES, reader::row);
  }

  private FeedRow row(CsvRows.Cells row) {
    String report = row.cells().get(0);
    if (report.isEmpty() || mapping.missing().contains(report)) {
      return new FeedRow.Skipped(row.line(), SkipReason.NO_REPORT, "the report is empty");
    }
    Map<String, String> texts = new HashMap<>();
    for (int i = 1; i < columns.size(); i++) {
      String cell = row.cells().get(i);
      if (!cell.isEmpty() && !mapping.missing().contains(cell)) {
        texts.put(columns.get(i), cell);
      }
    }
    Instant near = null;
    if (mapping.time() != null) {
      WrittenTimes.Outcome read = WrittenTimes.read(mapping.time(), texts);
      if (read instanceof WrittenTimes.Fault fault) {
        return new FeedRow.Skipped(row.line(), SkipReason.BAD_TIME, fault.text());
      }
      near = near(((WrittenTimes.Read) read).time());
    }
    return reports.row(row.line(), report.replaceAll("[\\s\\h]+", " "), near, texts);
  }

  /** Only the day matters: the report has its own hour and minute, in UTC. */
  private static Instant near(TimeRule.WrittenTime written) {
    if (written instanceof TimeRule.Exact exact) {
      return exact.instant();
    }
    TimeRule.Local local = (TimeRule.Local) written;
    ZoneId zone = local.zone();
    return local.time().atZone(zone == null ? ZoneOffset.UTC : zone).toInstant();
  }
}
