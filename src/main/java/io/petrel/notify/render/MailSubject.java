package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import io.petrel.display.ReaderPreferences;
import io.petrel.display.SafeText;
import java.util.Locale;

/**
 * The subject of a mail about one alert. It reads well alone, on a phone that shows some forty
 * characters of it: how bad, what, where, since when.
 */
final class MailSubject {
  private static final int LONGEST_EVENT = 60;
  private static final int LONGEST_PLACE = 60;

  private MailSubject() {}

  static String of(Alert alert, ReaderPreferences reader) {
    return "%s%s: %s – %s, %s"
        .formatted(
            exercise(alert.status()),
            state(alert),
            SafeText.line(alert.message().event(), LONGEST_EVENT),
            SafeText.line(alert.areaDesc(), LONGEST_PLACE),
            when(alert, reader));
  }

  /** A severity as a word of its own: {@code Severe}. */
  static String word(Severity severity) {
    return severity == Severity.UNKNOWN ? "Severity unknown" : severity.code();
  }

  static String exercise(Status status) {
    return switch (status) {
      case ACTUAL, SYSTEM -> "";
      case EXERCISE, TEST, DRAFT -> "[%s] ".formatted(status.code().toUpperCase(Locale.ROOT));
    };
  }

  private static String state(Alert alert) {
    if (alert.msgType() == MsgType.CANCEL) {
      return switch (alert.reason()) {
        case ENDED_BY_QUIET -> "No longer watched";
        case WITHDRAWN -> "We take this back";
        default -> "Cancelled";
      };
    }
    if (alert.isEnd()) {
      return "Over";
    }
    String word = word(alert.message().severity());
    return switch (alert.reason()) {
      case SEVERITY_RAISED, SEVERITY_LOWERED -> "Now " + word.toLowerCase(Locale.ROOT);
      case AREA_GREW -> word + ", spreading";
      case REMINDER -> word + ", continues";
      case CORRECTED -> word + ", corrected";
      case FIRST_MATCH,
          INHIBITOR_ENDED,
          ENDED_BY_CONDITION,
          ENDED_BY_QUIET,
          RULE_REMOVED,
          OTHER,
          STATE_LOST,
          WITHDRAWN ->
          word;
    };
  }

  private static String when(Alert alert, ReaderPreferences reader) {
    String onset = reader.time(alert.onsetMillis(), alert.sentMillis());
    if (alert.isEnd() && alert.msgType() != MsgType.CANCEL) {
      return onset + " to " + reader.time(alert.sentMillis(), alert.sentMillis());
    }
    return alert.reason() == Reason.WITHDRAWN ? onset : "since " + onset;
  }
}
