package io.petrel.notify.subscription;

import io.petrel.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subscription sends an alert at once.
 *
 * @param until when it may be sent
 * @param cause why not before; null = sent at once
 */
public record HoldDecision(Instant until, @Nullable HoldCause cause) {
  private static final Duration SHORT_SPAN = Duration.ofHours(1);

  /**
   * For an alert that has just arrived.
   *
   * @param first whether it is the first that the reader gets of its incident
   */
  public static HoldDecision onArrival(
      Subscription subscription, Severity severity, boolean first, Instant now) {
    Optional<HoldDecision> silent = silence(subscription, severity, now);
    if (silent.isPresent()) {
      return silent.get();
    }
    if (!subscription.digest().isZero()) {
      Instant end = endOfSpan(now, subscription.digest(), subscription.reader().zone());
      return new HoldDecision(end, HoldCause.SCHEDULE);
    }
    if (first && !subscription.waitFor().isZero()) {
      return new HoldDecision(now.plus(subscription.waitFor()), HoldCause.WAIT);
    }
    return new HoldDecision(now, null);
  }

  /**
   * For the end of a mailed incident, or what corrects it: only a digest holds it, not quiet hours,
   * mute or limit.
   */
  public static HoldDecision ofOwed(Subscription subscription, Instant now) {
    return subscription.digest().isZero()
        ? new HoldDecision(now, null)
        : new HoldDecision(
            endOfSpan(now, subscription.digest(), subscription.reader().zone()),
            HoldCause.SCHEDULE);
  }

  /** The mute or quiet hours at that time. */
  public static Optional<HoldDecision> silence(
      Subscription subscription, Severity severity, Instant now) {
    Instant mute = subscription.muteUntil();
    if (mute != null && now.isBefore(mute)) {
      return Optional.of(new HoldDecision(mute, HoldCause.MUTE));
    }
    QuietHours quiet = subscription.quietHours();
    if (quiet == null || quiet.allows(severity)) {
      return Optional.empty();
    }
    return quiet.endOf(now).map(end -> new HoldDecision(end, HoldCause.QUIET_HOURS));
  }

  /**
   * Spans are counted from local midnight by the local clock, so that a digest comes at the same
   * hours each day. Those of an hour and less go by elapsed time: the hour that comes twice in
   * autumn must not make anybody wait for two.
   */
  public static Instant endOfSpan(Instant now, Duration span, ZoneId zone) {
    ZonedDateTime local = now.atZone(zone);
    LocalDateTime midnight = local.toLocalDate().atStartOfDay();
    long whole = Duration.between(midnight, local.toLocalDateTime()).dividedBy(span);
    LocalDateTime end = midnight.plus(span.multipliedBy(whole + 1));
    LocalDateTime nextMidnight = midnight.plusDays(1);
    LocalDateTime earlier = end.isAfter(nextMidnight) ? nextMidnight : end;
    return span.compareTo(SHORT_SPAN) <= 0
        ? earlier.toInstant(local.getOffset())
        : ZonedDateTime.ofLocal(earlier, zone, local.getOffset()).toInstant();
  }
}
