package io.petrel.notify.subscription;

import io.petrel.alert.Severity;
import io.petrel.notify.render.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subscription lets an alert out at once.
 *
 * @param until when it may go out
 * @param cause why not before; null = it goes at once
 */
public record Hold(Instant until, Digest.@Nullable Cause cause) {

  /**
   * For an alert that has just come.
   *
   * @param first whether it is the first that the reader gets of its incident
   */
  public static Hold onArrival(
      Subscription subscription, Severity severity, boolean first, Instant now) {
    Optional<Hold> silent = silence(subscription, severity, now);
    if (silent.isPresent()) {
      return silent.get();
    }
    if (!subscription.digest().isZero()) {
      Instant end = endOfSpan(now, subscription.digest(), subscription.reader().zone());
      return new Hold(end, Digest.Cause.SCHEDULE);
    }
    if (first && !subscription.waitFor().isZero()) {
      return new Hold(now.plus(subscription.waitFor()), Digest.Cause.WAIT);
    }
    return new Hold(now, null);
  }

  /** The silence that a reader asked for, mute or quiet hours, at that time. */
  public static Optional<Hold> silence(Subscription subscription, Severity severity, Instant now) {
    Instant mute = subscription.muteUntil();
    if (mute != null && now.isBefore(mute)) {
      return Optional.of(new Hold(mute, Digest.Cause.MUTE));
    }
    QuietHours quiet = subscription.quietHours();
    if (quiet == null || quiet.letsThrough(severity)) {
      return Optional.empty();
    }
    return quiet.endOf(now).map(end -> new Hold(end, Digest.Cause.QUIET_HOURS));
  }

  /** Spans are counted from local midnight, so that a digest comes at the same hours each day. */
  public static Instant endOfSpan(Instant now, Duration span, ZoneId zone) {
    LocalDate day = now.atZone(zone).toLocalDate();
    Instant midnight = day.atStartOfDay(zone).toInstant();
    long whole = Duration.between(midnight, now).toMillis() / span.toMillis();
    Instant end = midnight.plusMillis((whole + 1) * span.toMillis());
    Instant nextMidnight = day.plusDays(1).atStartOfDay(zone).toInstant();
    return end.isAfter(nextMidnight) ? nextMidnight : end;
  }
}
