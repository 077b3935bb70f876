package io.petrel.text;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in UTC, to the minute, as tools and reports write them. */
public final class Times {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** Such as {@code 2026-01-31 04:43}, where the words around say that it is UTC. */
  public static String minute(long millis) {
    return MINUTE.format(Instant.ofEpochMilli(millis));
  }

  /** Such as {@code 2026-01-31 04:43Z}. */
  public static String utc(long millis) {
    return minute(millis) + "Z";
  }
}
