package io.petrel.feed.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a report's time is written.
 *
 * @param from where its text is
 * @param form how the text is read
 * @param zone of local times; null = the text has an offset
 */
public record TimeRule(MappingTemplate from, Form form, @Nullable ZoneId zone) {
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

  /** One on the clocks of a zone, which may show it twice or never. */
  public record Local(LocalDateTime time, ZoneId zone) implements WrittenTime {}

  /** Reads the text of a report's time; see {@link Form#read}. */
  public WrittenTime read(String text) {
    return form.read(text, zone);
  }

  static Form epoch(boolean millis) {
    return (text, zone) -> {
      double number = Double.parseDouble(text);
      if (!(Math.abs(number) < 1e15)) {
        throw new NumberFormatException(text);
      }
      return new Exact(
          millis
              ? Instant.ofEpochMilli((long) number)
              : Instant.ofEpochMilli((long) (number * 1000)));
    };
  }

  static Form iso() {
    DateTimeFormatter formatter =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .toFormatter(Locale.ROOT);
    return (text, zone) ->
        written(formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from), zone);
  }

  /**
   * A pattern of {@link DateTimeFormatter}; what it leaves out of the time of day is zero.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Form pattern(String pattern) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    if (!hasLetter(pattern, "HhKka")) {
      builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0);
    }
    DateTimeFormatter formatter =
        builder
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter(Locale.ENGLISH);
    return (text, zone) ->
        written(formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from), zone);
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

  private static WrittenTime written(TemporalAccessor time, @Nullable ZoneId zone) {
    if (time instanceof OffsetDateTime exact) {
      return new Exact(exact.toInstant());
    }
    if (zone == null) {
      throw new DateTimeException("it has no offset, and the mapping file no time.zone");
    }
    return new Local(LocalDateTime.from(time), zone);
  }
}
