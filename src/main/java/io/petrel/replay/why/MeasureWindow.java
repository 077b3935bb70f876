package io.petrel.replay.why;

import io.petrel.detect.measure.MeasuredReports;
import io.petrel.rule.Condition;
import io.petrel.rule.Measure;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The value of a measure and the reports that it used.
 *
 * @param value for people, with the unit
 * @param from begin of the window, inclusive; null = it uses one earlier report
 * @param at the report at which it is measured
 * @param counted the reports that have the field, oldest first, with its value
 * @param without how many reports in the window lack the field
 * @param outside the newest report before the window with which the condition would hold; null =
 *     there is none
 */
public record MeasureWindow(
    String text,
    String value,
    @Nullable Long from,
    Observation at,
    List<Reading> counted,
    int without,
    @Nullable Outside outside) {
  /** A report with the value of the field. */
  public record Reading(Observation report, double value) {}

  /** A report just outside the window, with the value that the measure would have with it. */
  public record Outside(Reading reading, Duration by, double measure) {}

  public MeasureWindow {
    counted = List.copyOf(counted);
  }

  /**
   * The windows of all measures in a condition.
   *
   * @param taken the reports of earlier steps that the condition can use
   */
  static List<MeasureWindow> of(
      Trace trace,
      Condition condition,
      RuleView view,
      Observation at,
      IntFunction<List<Observation>> taken) {
    Map<Integer, MeasureWindow> bySlot = new LinkedHashMap<>();
    for (Trace part : trace.all()) {
      if (part.kind() == Trace.Kind.MEASURE) {
        int slot = part.measure();
        bySlot.computeIfAbsent(
            slot,
            key ->
                of(
                    part,
                    view,
                    at,
                    value ->
                        !trace.isTrue() && condition.holds(view.scope(at, taken, slot, value))));
      }
    }
    return List.copyOf(bySlot.values());
  }

  /**
   * @param helps whether the condition fails now and would hold with another value
   */
  private static MeasureWindow of(
      Trace part, RuleView view, Observation at, DoublePredicate helps) {
    Measure measure = view.rule().measures().get(part.measure());
    boolean windowed = !measure.window().isZero();
    long from = at.timeMillis() - measure.window().toMillis();
    List<Reading> counted = new ArrayList<>();
    int without = 0;
    Reading before = null;
    for (Observation report : view.visible()) {
      if (report.timeMillis() > at.timeMillis()) {
        break;
      }
      double value = field(measure, report);
      if (windowed && report.timeMillis() >= from) {
        if (Double.isNaN(value)) {
          without++;
        } else {
          counted.add(new Reading(report, value));
        }
      } else if (!Double.isNaN(value) && report.timeMillis() < at.timeMillis()) {
        before = new Reading(report, value);
      }
    }
    if (!windowed && before != null) {
      counted.add(before);
    }
    return new MeasureWindow(
        part.text(),
        part.value(),
        windowed ? from : null,
        at,
        counted,
        without,
        windowed && before != null ? outside(measure, before, view, at, helps) : null);
  }

  private static double field(Measure measure, Observation report) {
    String extra = measure.extra();
    return measure.variable() != null
        ? report.value(measure.variable())
        : extra == null ? Double.NaN : report.extra(extra);
  }

  private static @Nullable Outside outside(
      Measure measure, Reading before, RuleView view, Observation at, DoublePredicate helps) {
    Duration longer = Duration.between(before.report().time(), at.time());
    Measure wider =
        new Measure(
            measure.kind(), measure.variable(), measure.extra(), longer, measure.observations());
    double value = new MeasuredReports(List.of(wider), view.reports()).at(0, at);
    return helps.test(value) ? new Outside(before, longer.minus(measure.window()), value) : null;
  }
}
