package io.petrel.replay.report;

import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import io.petrel.display.Values;
import io.petrel.text.Sentences;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import java.util.Locale;

/** How the report writes times, numbers and names. All times are UTC. */
final class Words {
  private Words() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Such as {@code 3 incidents}. */
  static String count(long count, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
  }

  static String percent(long part, long whole) {
    if (whole == 0 || part == 0) {
      return "0";
    }
    double percent = 100.0 * part / whole;
    if (percent < 0.1) {
      return "<0.1";
    }
    return percent < 10
        ? String.format(Locale.ROOT, "%.1f", Math.min(percent, 9.9))
        : String.format(Locale.ROOT, "%d", part == whole ? 100 : Math.min(99, Math.round(percent)));
  }

  static String name(Variable variable) {
    return Sentences.capital(Values.name(variable));
  }

  static String unit(Variable variable) {
    return variable.unit() == Unit.ONE ? "" : variable.unit().symbol();
  }

  /** CSS class of a severity. */
  static String tone(Severity severity) {
    return severity.code().toLowerCase(Locale.ROOT);
  }

  /** Why a record was sent. */
  static String reason(Reason reason) {
    return switch (reason) {
      case FIRST_MATCH -> "first match";
      case SEVERITY_RAISED -> "more severe";
      case SEVERITY_LOWERED -> "less severe";
      case AREA_GREW -> "a station joined";
      case REMINDER -> "still going on";
      case INHIBITOR_ENDED -> "a greater danger ended, this one is still going on";
      case ENDED_BY_CONDITION -> "the rule's condition for the end was met";
      case ENDED_BY_QUIET -> "no match for the rule's quiet time";
      case RULE_REMOVED -> "the rule was removed";
      case CORRECTED -> "corrected by a late or corrected report";
      case WITHDRAWN -> "withdrawn after a late or corrected report";
      case OTHER -> "other";
      case STATE_LOST -> "reported again after the state was lost";
    };
  }
}
