package io.petrel.incident;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.ReportChange;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says which report changed, and how. */
public final class ReportWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Values that are listed; a report has some forty. */
  private static final int VALUES = 6;

  private ReportWords() {}

  /** A sentence. */
  static String of(ReportChange change) {
    String clause = clause(change);
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }

  /** The same, to follow "because". */
  public static String clause(ReportChange change) {
    String time = TIME.format(Instant.ofEpochMilli(change.timeMillis()));
    return switch (change.kind()) {
      case CORRECTION ->
          "the report of %s UTC at %s was corrected%s"
              .formatted(time, change.stationName(), list(": ", change, ""));
      case LATE_REPORT ->
          "a report of %s UTC from %s came late%s"
              .formatted(time, change.stationName(), list(" (", change, ")"));
    };
  }

  /** A sentence about what came after later detections of its place. */
  static String late(Detection detection) {
    String name =
        detection instanceof Match match ? match.station().displayName() : detection.stationId();
    return of(
        new ReportChange(
            ReportChange.Kind.LATE_REPORT,
            detection.stationId(),
            name,
            detection.timeMillis(),
            List.of()));
  }

  private static String list(String open, ReportChange change, String close) {
    List<String> values = new ArrayList<>();
    for (ReportChange.Value value : change.values()) {
      if (values.size() == VALUES) {
        values.add("and %d more".formatted(change.values().size() - VALUES));
        break;
      }
      values.add(words(value, change.kind()));
    }
    return values.isEmpty() ? "" : open + String.join(", ", values) + close;
  }

  private static String words(ReportChange.Value value, ReportChange.Kind kind) {
    Optional<Variable> variable = Variables.find(value.field());
    String name = variable.map(Variable::words).orElse(value.field());
    String unit = variable.map(known -> known.unit().symbol()).orElse("");
    String after = number(value.after(), unit);
    if (kind == ReportChange.Kind.LATE_REPORT) {
      return name + " " + after;
    }
    return "%s %s is %s".formatted(name, number(value.before(), unit), after);
  }

  private static String number(double value, String unit) {
    if (Double.isNaN(value)) {
      return "missing";
    }
    String number = String.format(Locale.ROOT, "%.1f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
