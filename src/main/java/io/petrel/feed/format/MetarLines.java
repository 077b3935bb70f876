package io.petrel.feed.format;

import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.metar.MetarText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** METAR reports as text. Not thread-safe. */
final class MetarLines implements FeedReader {
  private static final Pattern FILE_DATE =
      Pattern.compile("(?<!\\d)(\\d{4})-?(\\d\\d)-?(\\d\\d)(?!\\d)");

  private final Reader in;
  private final MetarText text;
  private final MetarReports reports;
  private @Nullable FeedRow next;
  private boolean ended;

  private MetarLines(Reader in, MetarReports reports) {
    this.in = in;
    this.text = new MetarText(in);
    this.reports = reports;
  }

  static MetarLines read(Reader in, Path file, FeedMapping mapping) {
    LocalDate date = mapping.date() == null ? dateIn(file) : mapping.date();
    return new MetarLines(in, new MetarReports(new ReportDates(date)));
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
  public boolean hasNext() {
    if (next == null && !ended) {
      next = read();
      ended = next == null || next instanceof FeedRow.Broken;
    }
    return next != null;
  }

  private @Nullable FeedRow read() {
    try {
      MetarText.Found found = text.next();
      return found == null ? null : reports.row(found);
    } catch (IOException e) {
      return new FeedRow.Broken(text.line(), "the file cannot be read further: " + e.getMessage());
    }
  }

  @Override
  public FeedRow next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("the last report was read");
    }
    FeedRow row = next;
    next = null;
    return row;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
