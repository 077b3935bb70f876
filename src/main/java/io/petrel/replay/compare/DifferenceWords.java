package io.petrel.replay.compare;

import io.petrel.text.Durations;
import io.petrel.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Differences in words, all times in UTC. */
public final class DifferenceWords {
  private DifferenceWords() {}

  /** One line: time, severity, headline, rule, and the differences. */
  public static String of(IncidentDifference difference) {
    Incident shown = difference.shown();
    String changes = String.join("; ", changes(difference));
    return "%s  %-8s  %s (%s)%s"
        .formatted(
            Times.utc(shown.toldMillis()),
            shown.severity().code(),
            shown.headline(),
            shown.rule(),
            changes.isEmpty() ? "" : ": " + changes);
  }

  /** The differences in an incident that both have; empty for one that only one has. */
  public static List<String> changes(IncidentDifference difference) {
    Incident before = difference.before();
    Incident after = difference.after();
    List<String> changes = new ArrayList<>();
    if (before == null || after == null) {
      return changes;
    }
    if (before.toldMillis() != after.toldMillis()) {
      changes.add("begins " + shift(after.toldMillis() - before.toldMillis()));
    }
    if (before.ended() && after.ended()) {
      if (before.lastMillis() != after.lastMillis()) {
        changes.add("ends " + shift(after.lastMillis() - before.lastMillis()));
      }
    } else if (before.ended() != after.ended()) {
      changes.add(after.ended() ? "ends, was open" : "stays open, ended before");
    }
    if (before.severity() != after.severity()) {
      changes.add(
          "%s, was %s"
              .formatted(
                  after.severity().code().toLowerCase(Locale.ROOT),
                  before.severity().code().toLowerCase(Locale.ROOT)));
    }
    if (before.records() != after.records()) {
      changes.add(
          String.format(
              Locale.ROOT,
              "%d record%s instead of %d",
              after.records(),
              after.records() == 1 ? "" : "s",
              before.records()));
    }
    if (!before.headline().equals(after.headline())) {
      changes.add("headline was \"%s\"".formatted(before.headline()));
    }
    return changes;
  }

  /** One line: time, kind, recipient, subject, and the differences. */
  public static String of(MailDifference difference) {
    String changes = String.join("; ", changes(difference));
    return of(difference.shown()) + (changes.isEmpty() ? "" : ": " + changes);
  }

  /** One line: time, kind, recipient, subject. */
  public static String of(MailLine mail) {
    return "%s  mail      %s to %s (%s): %s"
        .formatted(
            Times.utc(mail.atMillis()),
            mail.kindWord(),
            mail.to(),
            mail.subscription(),
            mail.subject());
  }

  /** The differences in a mail that both send; empty for one that only one sends. */
  public static List<String> changes(MailDifference difference) {
    MailLine before = difference.before();
    MailLine after = difference.after();
    List<String> changes = new ArrayList<>();
    if (before == null || after == null) {
      return changes;
    }
    if (before.atMillis() != after.atMillis()) {
      changes.add(shift(after.atMillis() - before.atMillis()));
    }
    if (before.alerts() != after.alerts()) {
      changes.add(
          String.format(Locale.ROOT, "%d alerts instead of %d", after.alerts(), before.alerts()));
    }
    // A subject has times, so it differs for every mail that moved.
    if (changes.isEmpty() && !before.subject().equals(after.subject())) {
      changes.add("subject was \"%s\"".formatted(before.subject()));
    }
    return changes;
  }

  private static String shift(long millis) {
    return "%s %s".formatted(Durations.words(Math.abs(millis)), millis < 0 ? "earlier" : "later");
  }
}
