package io.petrel.notify.subscription;

import io.petrel.alert.Severity;
import io.petrel.display.ReaderPreferences;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time of day at which a reader wants no mail.
 *
 * @param from inclusive
 * @param to exclusive; before {@code from} when the hours span midnight
 * @param unlessSeverity alerts at least as severe are sent anyway; null = none
 */
public record QuietHours(
    LocalTime from, LocalTime to, ZoneId zone, @Nullable Severity unlessSeverity) {

  /** As a reader would say them: {@code 22:00 to 06:30 (Europe/Dublin)}. */
  String words() {
    return "%s to %s (%s)".formatted(from, to, ReaderPreferences.title(zone));
  }

  /** End of the quiet hours at {@code now}; empty outside of them. */
  Optional<Instant> endOf(Instant now) {
    ZonedDateTime local = now.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean inside =
        from.isBefore(to)
            ? !time.isBefore(from) && time.isBefore(to)
            : !time.isBefore(from) || time.isBefore(to);
    if (!inside) {
      return Optional.empty();
    }
    // Computed from the date, so that it is right on the days when clocks change; in the hour that
    // comes twice, the end belongs to the present one of the two.
    ZonedDateTime end =
        ZonedDateTime.ofLocal(local.toLocalDate().atTime(to), zone, local.getOffset());
    return Optional.of((end.isAfter(local) ? end : end.plusDays(1)).toInstant());
  }

  boolean allows(Severity severity) {
    return unlessSeverity != null && AlertFields.rank(severity) >= AlertFields.rank(unlessSeverity);
  }
}
