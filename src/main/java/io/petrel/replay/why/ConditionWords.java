package io.petrel.replay.why;

import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.Trace;
import io.petrel.text.Durations;
import io.petrel.weather.Observation;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/** Explains in one sentence why a condition does not hold. */
final class ConditionWords {
  private final Rule rule;
  private final Reports reports;
  private final TimeWords times;

  ConditionWords(Rule rule, Reports reports, TimeWords times) {
    this.rule = rule;
    this.reports = reports;
    this.times = times;
  }

  boolean isOneStep() {
    return rule.steps().size() == 1;
  }

  String time(Observation report) {
    return time(report.timeMillis());
  }

  String time(long millis) {
    return times.of(millis);
  }

  /**
   * The cause of a condition that does not hold.
   *
   * @param at the report at which it does not
   * @param taken the reports of earlier steps that it can use
   */
  Cause cause(
      Trace trace,
      Observation at,
      IntFunction<List<Observation>> taken,
      List<MeasureWindow> windows) {
    Optional<MeasureWindow> tooShort =
        windows.stream().filter(window -> window.outside() != null).findFirst();
    if (tooShort.isPresent()) {
      return new Cause(Cause.Kind.MEASURE_WINDOW, tooShort(trace, tooShort.get()));
    }
    List<Cause> causes = nearest(trace).stream().map(part -> cause(part, at, taken)).toList();
    // A condition that is false stays false whatever the missing values are.
    Cause.Kind kind =
        causes.stream()
            .map(Cause::kind)
            .reduce((one, other) -> other == Cause.Kind.CONDITION ? other : one)
            .orElse(Cause.Kind.CONDITION);
    return new Cause(kind, String.join("; and ", causes.stream().map(Cause::text).toList()));
  }

  private Cause cause(Trace part, Observation at, IntFunction<List<Observation>> taken) {
    if (part.missing().isEmpty()) {
      return new Cause(Cause.Kind.CONDITION, fails(part));
    }
    Cause missing = missing(part.missing().get(0), at, taken);
    return new Cause(
        missing.kind(),
        "'%s' %s: %s"
            .formatted(
                part.text(),
                part.truth() == Truth.UNKNOWN ? "is unknown" : "fails",
                missing.text()));
  }

  /** The parts that would have to change; of several alternatives, the nearest one. */
  private static List<Trace> nearest(Trace trace) {
    if (trace.isTrue()) {
      return List.of();
    }
    return switch (trace.kind()) {
      case AND -> trace.parts().stream().flatMap(part -> nearest(part).stream()).toList();
      case OR ->
          trace.parts().stream()
              .min(Comparator.comparingDouble(Obstacle::distance))
              .map(ConditionWords::nearest)
              .orElse(List.of());
      default -> List.of(trace);
    };
  }

  /** Such as {@code 'wind_speed_ms >= 17.2' fails by 0.1 m/s: wind_speed_ms is 17.1 m/s}. */
  private static String fails(Trace part) {
    Trace.Comparison comparison = part.comparison();
    String by =
        comparison == null
            ? ""
            : comparison.by() == 0 ? ", both are equal" : " by " + comparison.shownBy();
    String values = values(part);
    return "'%s' fails%s%s".formatted(part.text(), by, values.isEmpty() ? "" : ": " + values);
  }

  /** The values in a comparison, without constants. */
  static String values(Trace part) {
    return String.join(
        ", ",
        part.all().stream()
            .filter(one -> one.kind() == Trace.Kind.FIELD || one.kind() == Trace.Kind.MEASURE)
            .filter(one -> !one.value().isEmpty())
            .map(one -> one.text() + " is " + one.value())
            .distinct()
            .toList());
  }

  private static String tooShort(Trace trace, MeasureWindow window) {
    MeasureWindow.Outside outside = Objects.requireNonNull(window.outside());
    TimeWords times = new TimeWords(window.at().timeMillis());
    String fails =
        trace.causes().stream()
            .filter(part -> part.all().stream().anyMatch(one -> one.text().equals(window.text())))
            .findFirst()
            .map(ConditionWords::fails)
            .orElse("the condition fails");
    return "the window of %s is %s too short to include the report of %s, with which the condition would hold; now, %s"
        .formatted(
            window.text(),
            Durations.code(outside.by()),
            times.of(outside.reading().report().timeMillis()),
            fails);
  }

  private Cause missing(Trace part, Observation at, IntFunction<List<Observation>> taken) {
    if (part.kind() == Trace.Kind.MEASURE) {
      Measure measure = rule.measures().get(part.measure());
      String field =
          measure.variable() == null ? "extra." + measure.extra() : measure.variable().name();
      boolean isHere =
          measure.variable() == null
              ? !Double.isNaN(at.extra(String.valueOf(measure.extra())))
              : at.has(measure.variable());
      return isHere
          ? new Cause(
              Cause.Kind.MISSING_VALUE,
              "%s has no report to use before %s".formatted(part.text(), times.of(at.timeMillis())))
          : field(field, at);
    }
    int dot = part.text().lastIndexOf('.');
    String prefix = dot < 0 ? "" : part.text().substring(0, dot);
    if (prefix.isEmpty() || prefix.equals("extra")) {
      return field(part.text(), at);
    }
    Observation last =
        rule.steps().stream()
            .filter(step -> step.name().equals(prefix))
            .findFirst()
            .map(step -> taken.apply(step.index()))
            .filter(list -> !list.isEmpty())
            .map(list -> list.get(list.size() - 1))
            .orElse(null);
    return last == null
        ? new Cause(Cause.Kind.MISSING_VALUE, part.text() + " is missing")
        : field(part.text().substring(dot + 1), last);
  }

  private Cause field(String field, Observation report) {
    String time = times.of(report.timeMillis());
    return reports.notCounted().getOrDefault(report, List.of()).stream()
        .filter(value -> value.variable().name().equals(field))
        .findFirst()
        .map(value -> new Cause(Cause.Kind.IMPOSSIBLE_VALUE, impossible(value, time)))
        .orElseGet(
            () ->
                new Cause(
                    Cause.Kind.MISSING_VALUE,
                    "%s is missing in the report of %s".formatted(field, time)));
  }

  static String impossible(Reports.Impossible value, String time) {
    return "%s is %s in the report of %s, outside %s to %s %s, so it counts as missing"
        .formatted(
            value.variable().name(),
            plain(value.value()),
            time,
            plain(value.variable().minimum()),
            plain(value.variable().maximum()),
            value.variable().unit().symbol())
        .replace(" ,", ",");
  }

  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
