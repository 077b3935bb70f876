package io.petrel.display;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** Who reads: the units and the clock of a mail. */
public record ReaderPreferences(UnitSystem units, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_TIME =
      DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);

  /** The time alone on the day of {@code reference}, else with its day. */
  public String time(long millis, long reference) {
    return day(millis).equals(day(reference)) ? at(millis).format(TIME) : dayTime(millis);
  }

  public String dayTime(long millis) {
    return at(millis).format(DAY_TIME);
  }

  /** Day, year, time and zone. */
  public String full(long millis) {
    return at(millis).format(FULL) + " " + zoneName(millis);
  }

  /** The zone as its people call it at that time, such as {@code CEST} or {@code UTC}. */
  public String zoneName(long millis) {
    if (zone.normalized() instanceof ZoneOffset offset) {
      return offset.getTotalSeconds() == 0 ? "UTC" : "UTC" + offset.getId();
    }
    return DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).format(at(millis));
  }

  /** A zone as its readers write it: {@code Europe/Dublin}. */
  public static String title(ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** The zone's name in words: {@code Irish Time}. */
  public String zoneTitle() {
    // The JDK calls the zone UTC "Z".
    return zone.normalized().equals(ZoneOffset.UTC)
        ? "UTC"
        : zone.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  public ZonedDateTime at(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone);
  }

  private LocalDate day(long millis) {
    return at(millis).toLocalDate();
  }
}
