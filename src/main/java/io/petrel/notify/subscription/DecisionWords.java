package io.petrel.notify.subscription;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.notify.subscription.SubscriptionDecision.Verdict;
import io.petrel.text.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Explains in words what a subscription does with an alert. */
final class DecisionWords {
  private DecisionWords() {}

  /** Why there is no mail: the condition, and who still gets one. */
  static String notWanted(Subscription subscription, Alert alert) {
    boolean told = alert.isOwed() || alert.reason() == Reason.SEVERITY_LOWERED;
    return condition(subscription, alert)
        + (told ? "; whoever got a mail about the beginning still gets it" : "");
  }

  /** Whether the alert is wanted, and the values of the alert that decide it. */
  static String condition(Subscription subscription, Alert alert) {
    AlertCondition when = subscription.when();
    if (when.text().isEmpty()) {
      return "it wants all alerts";
    }
    String values = when.values(alert);
    return "the alert %s: %s%s"
        .formatted(
            when.holds(alert) ? "fulfils" : "does not fulfil",
            when.text(),
            values.isEmpty() ? "" : " (" + values + ")");
  }

  /** Why it is sent at that time, as the rest of a sentence; may be empty. */
  static String timing(Verdict verdict, HoldDecision hold, Subscription subscription, Alert alert) {
    String until = subscription.reader().full(hold.until().toEpochMilli());
    String end =
        alert.isOwed()
            ? "; %s goes to all who got a mail about the beginning"
                .formatted(alert.isEnd() ? "an end" : "a correction")
            : "";
    return switch (verdict) {
      case SENT_AT_ONCE -> end;
      case COLLECTED -> "; 'wait' collects what else comes until " + until;
      case IN_NEXT_DIGEST -> end + "; 'digest' collects until " + until;
      case QUIET_HOURS -> "; quiet hours hold it back until " + until;
      case MUTED -> "; muted until %s, then sent if it is still going on".formatted(until);
      case NOT_WANTED, SENT_BY_ANOTHER -> "";
    };
  }

  /** The settings of the subscription on time and number, each with its effect on this alert. */
  static List<String> terms(Subscription subscription, Alert alert, Instant now) {
    List<String> terms = new ArrayList<>();
    Severity severity = alert.message().severity();
    Instant mute = subscription.muteUntil();
    if (mute != null) {
      String until = subscription.reader().full(mute.toEpochMilli());
      terms.add(
          !now.isBefore(mute)
              ? "mute-until: over since " + until
              : alert.isOwed()
                  ? "mute-until: until %s, but not for %s".formatted(until, owed(alert))
                  : "mute-until: nothing breaks through, whatever its severity");
    }
    QuietHours quiet = subscription.quietHours();
    if (quiet != null) {
      terms.add("quiet-hours: %s, %s".formatted(quiet.words(), quiet(quiet, severity, alert, now)));
    }
    if (!subscription.digest().isZero()) {
      terms.add(
          "digest: every %s from midnight, also for the end of an incident"
              .formatted(Durations.code(subscription.digest())));
    }
    if (!subscription.waitFor().isZero()) {
      terms.add(
          "wait: %s, for the first mail of an incident only"
              .formatted(Durations.code(subscription.waitFor())));
    }
    terms.add(limit(subscription));
    return terms;
  }

  private static String quiet(QuietHours quiet, Severity severity, Alert alert, Instant now) {
    if (quiet.endOf(now).isEmpty()) {
      return "not now";
    }
    if (alert.isOwed()) {
      return "but not for " + owed(alert);
    }
    Severity least = quiet.unlessSeverity();
    if (least == null) {
      return "nothing breaks through";
    }
    return "%s and worse break through, this is %s".formatted(word(least), word(severity));
  }

  private static String owed(Alert alert) {
    return "the %s of an incident that was mailed".formatted(alert.isEnd() ? "end" : "correction");
  }

  private static String limit(Subscription subscription) {
    int limit = subscription.limitPerHour();
    return limit == 0
        ? "limit: none"
        : String.format(
            Locale.ROOT,
            "limit: %d in any hour; further alerts come as one digest when the limit allows it, the end or correction of a mailed incident at once",
            limit);
  }

  private static String word(Severity severity) {
    return severity.code().toLowerCase(Locale.ROOT);
  }
}
