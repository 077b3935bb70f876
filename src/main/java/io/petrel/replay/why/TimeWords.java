package io.petrel.replay.why;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times near a given one: on its day without the date. All in UTC. */
final class TimeWords {
  private static final DateTimeFormatter MINUTE = formatter("HH:mm");
  private static final DateTimeFormatter SECOND = formatter("HH:mm:ss");
  private static final DateTimeFormatter DAY = formatter("uuuu-MM-dd ");

  private final LocalDate day;

  /**
   * Words for times near another.
   *
   * @param nearMillis milliseconds since 1970 UTC
   */
  TimeWords(long nearMillis) {
    this.day = utc(nearMillis).toLocalDate();
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** Such as {@code 11:00}, or {@code 2026-01-01 11:00} on another day. */
  String of(long millis) {
    OffsetDateTime time = utc(millis);
    return (time.toLocalDate().equals(day) ? "" : DAY.format(time)) + clock(time);
  }

  /** With the day, such as {@code 2026-01-01 11:00Z}. */
  static String full(long millis) {
    OffsetDateTime time = utc(millis);
    return DAY.format(time) + clock(time) + "Z";
  }

  /** A constant as the rule language and programs write it, such as {@code first-match}. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String clock(OffsetDateTime time) {
    return (time.getSecond() == 0 ? MINUTE : SECOND).format(time);
  }

  private static OffsetDateTime utc(long millis) {
    return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }
}
