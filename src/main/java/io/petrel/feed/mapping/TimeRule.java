package io.petrel.feed.mapping;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a report's time is written.
 *
 * @param from where its text is
 * @param forms of the text, tried in order
 * @param zone of local times; null = the text has an offset, or the station table says
 */
public record TimeRule(MappingTemplate from, List<Form> forms, @Nullable ZoneId zone) {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\h]+");
  private static final Pattern BLANK_IN_CLOCK = Pattern.compile("(?<=\\d:) (?=\\d)");

  /** A time that other units of the epoch would put before 1973 or after 5138. */
  private static final double SECONDS_OR_MILLIS = 1e11;

  public TimeRule {
    forms = List.copyOf(forms);
  }

  /** Words for forms that are no pattern. */
  static final String ISO = "iso";

  static final String EPOCH_SECONDS = "epoch-seconds";
  static final String EPOCH_MILLIS = "epoch-millis";

  /** Reads the text of a time. */
  @FunctionalInterface
  public interface Form {
    /**
     * Reads it.
     *
     * @throws DateTimeException if the text is no such time
     * @throws NumberFormatException if it should be a number and is none
     */
    WrittenTime read(String text, @Nullable ZoneId zone);
  }

  /** A time as it is written. */
  public sealed interface WrittenTime {}

  /** One that says when it is. */
  public record Exact(Instant instant) implements WrittenTime {}

  /**
   * One on the clocks of a zone, which may show it twice or never.
   *
   * @param zone null = that of the station, which the station table says
   */
  public record Local(LocalDateTime time, @Nullable ZoneId zone) implements WrittenTime {}

  /**
   * Reads the text of a report's time; runs of white space are one blank. See {@link Form#read}.
   */
  public WrittenTime read(String written) {
    String text =
        BLANK_IN_CLOCK.matcher(BLANKS.matcher(written).replaceAll(" ").strip()).replaceAll("");
    for (int i = 0; i < forms.size() - 1; i++) {
      try {
        return forms.get(i).read(text, zone);
      } catch (DateTimeException | NumberFormatException e) {
        // The next form may fit; the last says what is wrong.
      }
    }
    return forms.get(forms.size() - 1).read(text, zone);
  }

  static Form epoch(boolean millis) {
    return (text, zone) -> {
      double number = Double.parseDouble(text);
      if (!(Math.abs(number) < 1e15)) {
        throw new NumberFormatException(text);
      }
      if (millis && number != 0 && Math.abs(number) < SECONDS_OR_MILLIS) {
        throw new DateTimeException("it looks like seconds, not milliseconds");
      }
      if (!millis && Math.abs(number) >= SECONDS_OR_MILLIS) {
        throw new DateTimeException("it looks like milliseconds, not seconds");
      }
      return new Exact(Instant.ofEpochMilli(Math.round(millis ? number : number * 1000)));
    };
  }

  static Form iso() {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[ ][XXXXX][XXX][XX][X]")
            .toFormatter(Locale.ROOT);
    return (text, zone) -> written(formatter, text.replaceFirst("(?i) ?UTC$", "Z"), zone);
  }

  /**
   * A pattern of {@link DateTimeFormatter}; what it leaves out of the time of day is zero.
   *
   * @throws IllegalArgumentException if it is none, or cannot say a time
   */
  static Form pattern(String pattern) {
    if (hasLetter(pattern, "zv")) {
      throw new IllegalArgumentException(
          "names of zones such as EST mean different clocks; leave them out and give 'zone'");
    }
    String folded = BLANKS.matcher(pattern).replaceAll(" ");
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(folded);
    if (!hasLetter(pattern, "HhKka")) {
      builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0);
    }
    DateTimeFormatter formatter =
        builder
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ENGLISH);
    requireTime(formatter);
    return (text, zone) -> written(formatter, text, zone);
  }

  /** A pattern that mixes up months and minutes, say, cannot read what it writes. */
  private static void requireTime(DateTimeFormatter formatter) {
    OffsetDateTime sample = OffsetDateTime.of(2026, 11, 23, 17, 0, 0, 0, ZoneOffset.UTC);
    LocalDateTime read;
    try {
      read =
          LocalDateTime.from(
              formatter.parse(formatter.format(sample.atZoneSameInstant(ZoneOffset.UTC))));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "it does not say a date and an hour (yyyy is the year, MM the month, dd the day, HH the"
              + " hour of 24, hh of 12 with a, mm the minute)",
          e);
    }
    if (!read.toLocalDate().equals(sample.toLocalDate())) {
      throw new IllegalArgumentException(
          "it reads back another day (yyyy is the year, MM the month, dd the day)");
    }
  }

  /** Whether a pattern says the offset or zone of a time. */
  static boolean hasOffset(String pattern) {
    return hasLetter(pattern, "XxZOVz");
  }

  private static boolean hasLetter(String pattern, String letters) {
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      if (!quoted && letters.indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static WrittenTime written(
      DateTimeFormatter formatter, String text, @Nullable ZoneId zone) {
    TemporalAccessor time = formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    requireDay(formatter, text, LocalDateTime.from(time));
    return time instanceof OffsetDateTime exact
        ? new Exact(exact.toInstant())
        : new Local(LocalDateTime.from(time), zone);
  }

  /** Java reads 31 February as the 28th; 24:00 is the next day's 00:00, which is right. */
  private static void requireDay(DateTimeFormatter formatter, String text, LocalDateTime read) {
    TemporalAccessor raw = formatter.parseUnresolved(text, new ParsePosition(0));
    if (raw == null || !raw.isSupported(ChronoField.DAY_OF_MONTH)) {
      return;
    }
    long day = raw.getLong(ChronoField.DAY_OF_MONTH);
    boolean midnight =
        raw.isSupported(ChronoField.HOUR_OF_DAY) && raw.getLong(ChronoField.HOUR_OF_DAY) == 24;
    if ((midnight ? read.minusDays(1) : read).getDayOfMonth() != day) {
      throw new DateTimeException("the month has no day " + day);
    }
  }
}
