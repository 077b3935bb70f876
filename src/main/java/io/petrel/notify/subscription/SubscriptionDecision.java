package io.petrel.notify.subscription;

import io.petrel.alert.Alert;
import io.petrel.notify.render.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription does with an alert for one address, and why: the answer of {@code
 * subscriptions explain}. It knows the file and not what was sent before, so it says nothing of
 * limits and of ends of what was told.
 *
 * @param due when the mail may leave; null when there is none
 * @param why in words
 */
public record SubscriptionDecision(
    String subscription, String address, Verdict verdict, @Nullable Instant due, String why) {

  /** A closed set. */
  public enum Verdict {
    SENT_AT_ONCE,
    /** {@code wait}: with others that come soon. */
    COLLECTED,
    /** {@code digest}. */
    IN_NEXT_DIGEST,
    QUIET_HOURS,
    MUTED,
    /** The condition does not hold. */
    NOT_WANTED,
    /** An earlier subscription sends it to the same address. */
    SENT_BY_ANOTHER
  }

  /** One decision for each address of each subscription, in the file's order. */
  public static List<SubscriptionDecision> of(
      Subscriptions subscriptions, Alert alert, Instant now) {
    List<SubscriptionDecision> decisions = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    for (Subscription subscription : subscriptions.list()) {
      boolean wanted = subscription.when().holds(alert);
      for (MailAddress address : subscription.addresses()) {
        String earlier = wanted ? taken.putIfAbsent(address.key(), subscription.name()) : null;
        decisions.add(
            wanted && earlier == null
                ? sent(subscription, address, alert, now)
                : notSent(subscription, address, earlier));
      }
    }
    return decisions;
  }

  private static SubscriptionDecision notSent(
      Subscription subscription, MailAddress address, @Nullable String earlier) {
    return earlier == null
        ? new SubscriptionDecision(
            subscription.name(),
            address.bare(),
            Verdict.NOT_WANTED,
            null,
            "the alert does not fulfil: " + subscription.when().text())
        : new SubscriptionDecision(
            subscription.name(),
            address.bare(),
            Verdict.SENT_BY_ANOTHER,
            null,
            "'%s' stands before it and sends to the same address".formatted(earlier));
  }

  private static SubscriptionDecision sent(
      Subscription subscription, MailAddress address, Alert alert, Instant now) {
    boolean first = alert.sequence() == 0;
    Hold hold =
        alert.isEnd()
            ? new Hold(now, null)
            : Hold.onArrival(subscription, alert.message().severity(), first, now);
    Digest.Cause cause = hold.cause();
    Verdict verdict = cause == null ? Verdict.SENT_AT_ONCE : verdict(cause);
    return new SubscriptionDecision(
        subscription.name(),
        address.bare(),
        verdict,
        hold.until(),
        why(verdict, subscription, alert));
  }

  private static Verdict verdict(Digest.Cause cause) {
    return switch (cause) {
      case WAIT -> Verdict.COLLECTED;
      case SCHEDULE -> Verdict.IN_NEXT_DIGEST;
      case QUIET_HOURS -> Verdict.QUIET_HOURS;
      case MUTE -> Verdict.MUTED;
      case LIMIT, LATE -> Verdict.SENT_AT_ONCE;
    };
  }

  private static String why(Verdict verdict, Subscription subscription, Alert alert) {
    String wanted =
        subscription.when().text().isEmpty()
            ? "it wants all alerts"
            : "the alert fulfils: " + subscription.when().text();
    return switch (verdict) {
      case SENT_AT_ONCE ->
          wanted + (alert.isEnd() ? "; an end goes to all who were told of the beginning" : "");
      case COLLECTED -> wanted + "; 'wait' collects first";
      case IN_NEXT_DIGEST -> wanted + "; 'digest' collects";
      case QUIET_HOURS -> wanted + "; quiet hours hold it back";
      case MUTED -> wanted + "; muted, told afterwards if it still goes on";
      case NOT_WANTED, SENT_BY_ANOTHER -> wanted;
    };
  }
}
