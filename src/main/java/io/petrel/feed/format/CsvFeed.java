package io.petrel.feed.format;

import io.petrel.feed.mapping.FieldRule;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV as reports. Not thread-safe. */
final class CsvFeed implements FeedReader {
  private final CsvRows rows;
  private final List<FieldRule> rules;
  private final Function<CsvRows.Cells, FeedRow> report;
  private @Nullable FeedRow next;
  private boolean ended;

  /**
   * @param report what the cells of a row hold
   */
  CsvFeed(CsvRows rows, List<FieldRule> rules, Function<CsvRows.Cells, FeedRow> report) {
    this.rows = rows;
    this.rules = rules;
    this.report = report;
  }

  @Override
  public List<FieldRule> rules() {
    return rules;
  }

  @Override
  public List<String> unusedColumns() {
    return rows.unused();
  }

  @Override
  public List<String> notes() {
    return rows.notes();
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      CsvRows.Row row = rows.next();
      String broken = rows.brokenBy();
      if (row instanceof CsvRows.Cells cells) {
        next = checked(cells, report.apply(cells));
      } else if (row instanceof CsvRows.Bad bad) {
        next = new FeedRow.Skipped(bad.line(), bad.reason(), bad.text());
      } else if (broken != null) {
        next = new FeedRow.Broken(rows.line(), broken);
      }
      ended = row == null;
    }
    return next != null;
  }

  /** A short row with a value that cannot be read lacks a cell before it, not at its end. */
  private static FeedRow checked(CsvRows.Cells cells, FeedRow row) {
    return cells.isShort() && row instanceof FeedRow.Report r && !r.unreadable().isEmpty()
        ? new FeedRow.Skipped(
            cells.line(),
            SkipReason.MALFORMED,
            "fewer cells than the header has, and " + r.unreadable().get(0))
        : row;
  }

  @Override
  public FeedRow next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the last row was read");
    }
    FeedRow row = next;
    next = null;
    return row;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
