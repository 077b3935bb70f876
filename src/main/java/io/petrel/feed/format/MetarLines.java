package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * METAR reports as text, one a line; lines that begin with a space go on with the report before. A
 * time may stand before a report, or in a line of its own before reports. Not thread-safe.
 */
final class MetarLines implements LineFeed.Lines {
  private static final int MAX_REPORT = 8 * 1024;
  private static final Pattern DATED =
      Pattern.compile(
          "(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.\\d+)?)?"
              + "\\s*(Z|UTC|[+-]\\d\\d:\\d\\d)?(?:[\\s,;]+(.*))?");
  private static final Pattern BEGINS =
      Pattern.compile("(METAR|SPECI)\\b.*|[A-Z][A-Z0-9]{3} (COR )?\\d{6}Z?\\b.*|\\d{4}[-/].*");
  private static final Pattern FILE_DATE =
      Pattern.compile("(?<!\\d)(\\d{4})-?(\\d\\d)-?(\\d\\d)(?!\\d)");

  private final MetarReports reports;
  private @Nullable Instant near;
  private long pendingLine;
  private @Nullable StringBuilder pending;

  private MetarLines(MetarReports reports) {
    this.reports = reports;
  }

  static MetarLines of(Path file, FeedMapping mapping) {
    LocalDate date = mapping.date() == null ? dateIn(file) : mapping.date();
    return new MetarLines(new MetarReports(new ReportDates(date)));
  }

  private static @Nullable LocalDate dateIn(Path file) {
    Matcher matcher = FILE_DATE.matcher(String.valueOf(file.getFileName()));
    try {
      return matcher.find()
          ? LocalDate.parse(
              matcher.group(1) + matcher.group(2) + matcher.group(3),
              DateTimeFormatter.BASIC_ISO_DATE)
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Override
  public List<FieldRule> rules() {
    return MetarReports.RULES;
  }

  @Override
  public @Nullable FeedRow row(long line, String text) {
    String report = text.strip();
    if (pending != null
        && Character.isWhitespace(text.charAt(0))
        && !BEGINS.matcher(report).matches()) {
      if (pending.length() + report.length() < MAX_REPORT) {
        pending.append(' ').append(report);
      }
      return null;
    }
    FeedRow before = end();
    pending = new StringBuilder(report);
    pendingLine = line;
    return before;
  }

  @Override
  public @Nullable FeedRow end() {
    if (pending == null) {
      return null;
    }
    String text = pending.toString();
    pending = null;
    Matcher dated = DATED.matcher(text);
    if (!dated.matches()) {
      return reports.row(pendingLine, text, near, Map.of());
    }
    Instant time;
    try {
      time = time(dated);
    } catch (DateTimeException e) {
      return new FeedRow.Skipped(
          pendingLine, SkipReason.BAD_TIME, "the time before the report: " + e.getMessage());
    }
    String report = dated.group(8);
    if (report == null || report.isBlank()) {
      near = time;
      return null;
    }
    return reports.row(pendingLine, report, time, Map.of());
  }

  private static Instant time(Matcher dated) {
    String offset = dated.group(7);
    boolean utc = offset == null || offset.equals("Z") || offset.equals("UTC");
    return OffsetDateTime.of(
            number(dated, 1),
            number(dated, 2),
            number(dated, 3),
            number(dated, 4),
            number(dated, 5),
            0,
            0,
            utc ? ZoneOffset.UTC : ZoneOffset.of(offset))
        .toInstant();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
