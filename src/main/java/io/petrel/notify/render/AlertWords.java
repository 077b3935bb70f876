package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import java.util.Locale;

/** Sentences and words about one alert that are the same in text and HTML. */
final class AlertWords {
  private AlertWords() {}

  /** What kind of mail it is, for the first line. */
  static String kind(Alert alert) {
    if (alert.msgType() == MsgType.CANCEL) {
      return "Cancelled";
    }
    if (alert.isEnd()) {
      return "All clear";
    }
    return alert.sequence() == 0 ? "Alert" : "Update";
  }

  /** The first thing to read: what happens, or that it is over. */
  static String heading(Alert alert) {
    String event = alert.message().event();
    if (alert.msgType() == MsgType.CANCEL) {
      return "No longer watched: %s, %s".formatted(event, alert.areaDesc());
    }
    return alert.isEnd()
        ? "%s is over, %s".formatted(event, alert.areaDesc())
        : alert.message().headline();
  }

  /** CSS class of the severity band. */
  static String tone(Alert alert) {
    if (alert.msgType() == MsgType.CANCEL) {
      return "cancelled";
    }
    return alert.isEnd() ? "over" : alert.message().severity().code().toLowerCase(Locale.ROOT);
  }

  /** Why this record was sent. */
  static String reason(Reason reason) {
    return switch (reason) {
      case FIRST_MATCH -> "It has just begun.";
      case SEVERITY_RAISED -> "It is now more severe than we told you before.";
      case SEVERITY_LOWERED -> "It is now less severe than we told you before.";
      case AREA_GREW -> "It has spread to another station.";
      case REMINDER -> "It still goes on.";
      case INHIBITOR_ENDED ->
          "A greater danger that stood in front of it is over; this one goes on.";
      case ENDED_BY_CONDITION -> "The rule's condition for its end came true.";
      case ENDED_BY_QUIET -> "It was not seen again for as long as the rule waits.";
      case RULE_REMOVED ->
          "The rule was taken out of service while this was going on. Nobody watches for it now;"
              + " this does not mean that the danger is over.";
      case OTHER -> "There is news about it.";
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
