package io.petrel.notify.subscription;

import io.petrel.alert.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription does with an alert for one address, and why: the answer of {@code
 * subscriptions explain}. It knows the file and not what was sent before, so it can give the limit
 * but not whether it is reached, nor who gets an end.
 *
 * @param due when the mail may be sent; null when there is none
 * @param why in words
 * @param terms the other settings and their effect on this alert, in words; empty when there is no
 *     mail
 */
public record SubscriptionDecision(
    String subscription,
    String address,
    Verdict verdict,
    @Nullable Instant due,
    String why,
    List<String> terms) {
  public SubscriptionDecision {
    terms = List.copyOf(terms);
  }

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
    /** An earlier subscription sends the alert to the same address. */
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
                : notSent(subscription, address, alert, earlier));
      }
    }
    return decisions;
  }

  private static SubscriptionDecision notSent(
      Subscription subscription, MailAddress address, Alert alert, @Nullable String earlier) {
    return new SubscriptionDecision(
        subscription.name(),
        address.bare(),
        earlier == null ? Verdict.NOT_WANTED : Verdict.SENT_BY_ANOTHER,
        null,
        earlier == null
            ? DecisionWords.notWanted(subscription, alert)
            : "'%s' comes first and sends to the same address".formatted(earlier),
        List.of());
  }

  private static SubscriptionDecision sent(
      Subscription subscription, MailAddress address, Alert alert, Instant now) {
    HoldDecision hold = hold(subscription, alert, now);
    HoldCause cause = hold.cause();
    Verdict verdict = cause == null ? Verdict.SENT_AT_ONCE : verdict(cause);
    return new SubscriptionDecision(
        subscription.name(),
        address.bare(),
        verdict,
        hold.until(),
        DecisionWords.condition(subscription, alert)
            + DecisionWords.timing(verdict, hold, subscription, alert),
        DecisionWords.terms(subscription, alert, now));
  }

  /** What the reader is owed is held by a digest only. */
  private static HoldDecision hold(Subscription subscription, Alert alert, Instant now) {
    if (!alert.isOwed()) {
      return HoldDecision.onArrival(
          subscription, alert.message().severity(), alert.sequence() == 0, now);
    }
    return HoldDecision.ofOwed(subscription, now);
  }

  private static Verdict verdict(HoldCause cause) {
    return switch (cause) {
      case WAIT -> Verdict.COLLECTED;
      case SCHEDULE -> Verdict.IN_NEXT_DIGEST;
      case QUIET_HOURS -> Verdict.QUIET_HOURS;
      case MUTE -> Verdict.MUTED;
      case LIMIT, LATE -> Verdict.SENT_AT_ONCE;
    };
  }
}
