package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.display.ReaderPreferences;
import io.petrel.text.Durations;
import java.util.Locale;

/** Sentences about one alert, for text and HTML. */
final class AlertWords {
  /** The mail states the age of older news. */
  private static final long FRESH_MILLIS = 15 * 60_000;

  private AlertWords() {}

  /** What kind of mail it is, for the first line. */
  static String kind(Alert alert) {
    if (alert.msgType() == MsgType.CANCEL) {
      return alert.reason() == Reason.WITHDRAWN ? "Taken back" : "Cancelled";
    }
    if (alert.isEnd()) {
      return "All clear";
    }
    if (alert.reason() == Reason.CORRECTED) {
      return "Correction";
    }
    return alert.sequence() == 0 ? "Alert" : "Update";
  }

  /** The first sentence: what happens, what was wrong, or that it is over. */
  static String heading(Alert alert, ReaderPreferences reader) {
    String event = alert.message().event();
    if (alert.reason() == Reason.WITHDRAWN) {
      return "We take this back: %s, %s".formatted(event, alert.areaDesc());
    }
    if (alert.reason() == Reason.CORRECTED && !alert.isEnd()) {
      return "Correction: " + cause(alert, reader);
    }
    if (alert.msgType() == MsgType.CANCEL) {
      return "No longer watched: %s, %s".formatted(event, alert.areaDesc());
    }
    return alert.isEnd()
        ? "Over: %s, %s".formatted(event, alert.areaDesc())
        : headline(alert, reader);
  }

  /** What happens, in the rule's words. */
  static String headline(Alert alert, ReaderPreferences reader) {
    return new ReadersUnits(reader.units()).beside(alert.message().headline());
  }

  /** Which report took away what was told, as a sentence. */
  static String cause(Alert alert, ReaderPreferences reader) {
    String note = alert.note();
    return note == null || note.isBlank()
        ? "A report came late, or was corrected by its station."
        : new ReadersUnits(reader.units()).beside(note);
  }

  /** CSS class of the severity band. */
  static String tone(Alert alert) {
    if (alert.msgType() == MsgType.CANCEL) {
      return "cancelled";
    }
    return alert.isEnd() ? "over" : alert.message().severity().code().toLowerCase(Locale.ROOT);
  }

  /** Why this record was sent, and how old the news is if it was held back. */
  static String reason(Alert alert, ReaderPreferences reader, long nowMillis) {
    long age = nowMillis - alert.sentMillis();
    if (alert.reason() == Reason.WITHDRAWN) {
      return "%s %s".formatted(cause(alert, reader), reason(alert.reason()));
    }
    if (alert.reason() == Reason.CORRECTED && alert.isEnd()) {
      return cause(alert, reader) + " It is over, other than we told you before.";
    }
    if (alert.reason() == Reason.CORRECTED) {
      String now = "%s %s".formatted(reason(alert.reason()), headline(alert, reader));
      return age < FRESH_MILLIS
          ? now
          : "%s (This was the situation %s ago.)".formatted(now, Durations.words(age));
    }
    if (alert.reason() == Reason.ENDED_BY_QUIET && alert.msgType() == MsgType.CANCEL) {
      return alert.message().description();
    }
    if (alert.isEnd() || age < FRESH_MILLIS) {
      return reason(alert.reason());
    }
    String reason = alert.reason() == Reason.FIRST_MATCH ? "It has begun." : reason(alert.reason());
    return "%s This was the situation %s ago.".formatted(reason, Durations.words(age));
  }

  /** Why this record was sent. */
  static String reason(Reason reason) {
    return switch (reason) {
      case FIRST_MATCH -> "It has just begun.";
      case SEVERITY_RAISED -> "It is now more severe than we told you before.";
      case SEVERITY_LOWERED -> "It is now less severe than we told you before.";
      case AREA_GREW -> "It has spread to another station.";
      case REMINDER -> "It is still going on.";
      case INHIBITOR_ENDED ->
          "A greater danger, which was reported instead, is over; this one is still going on.";
      case ENDED_BY_CONDITION -> "The rule's condition for the end was met.";
      case ENDED_BY_QUIET -> "It was not seen again within the time that the rule waits.";
      case RULE_REMOVED ->
          "The rule was taken out of service while this was going on. Nobody watches for it now;"
              + " this does not mean that the danger is over.";
      case CORRECTED -> "Part of what we told you was wrong. This still holds:";
      case WITHDRAWN ->
          "Our warning was wrong: you need not do anything about it now. Other warnings still hold.";
      case OTHER -> "There is news about it.";
      case STATE_LOST ->
          "Petrel lost its records and has reported this danger again, in another mail; this does not mean that it is over.";
    };
  }

  /** Severity, urgency and certainty as one phrase. */
  static String weight(Alert alert) {
    Severity severity = alert.message().severity();
    return "%s, %s, %s"
        .formatted(
            MailSubject.word(severity).toLowerCase(Locale.ROOT),
            switch (alert.message().urgency()) {
              case IMMEDIATE -> "act now";
              case EXPECTED -> "act within the hour";
              case FUTURE -> "act in the near future";
              case PAST -> "no longer urgent";
              case UNKNOWN -> "urgency unknown";
            },
            switch (alert.message().certainty()) {
              case OBSERVED -> "observed";
              case LIKELY -> "likely";
              case POSSIBLE -> "possible";
              case UNLIKELY -> "unlikely";
              case UNKNOWN -> "certainty unknown";
            });
  }
}
