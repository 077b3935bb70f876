package io.petrel.replay.why;

import io.petrel.detect.measure.MeasuredReports;
import io.petrel.rule.Condition;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Rule;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * The reports of a station as one rule sees them. Not thread-safe.
 *
 * @param reports all of them, in the order in which detection reads them
 * @param visible those that pass the rule's {@code observations}
 */
record RuleView(
    Rule rule, List<Observation> reports, List<Observation> visible, MeasuredReports measures) {
  /** No step has taken a report. */
  static final IntFunction<List<Observation>> NOTHING = step -> List.of();

  static RuleView of(Rule rule, List<Observation> reports) {
    MeasuredReports measures = new MeasuredReports(rule.measures(), reports);
    Condition filter = rule.observations();
    List<Observation> visible =
        filter == null
            ? reports
            : reports.stream()
                .filter(
                    report ->
                        filter.holds(new At(report, NOTHING, slot -> measures.at(slot, report))))
                .toList();
    return new RuleView(rule, reports, visible, measures);
  }

  /**
   * The scope of a condition at a report.
   *
   * @param taken the reports that each step took before it
   */
  EvaluationScope scope(Observation report, IntFunction<List<Observation>> taken) {
    return scope(report, taken, -1, Double.NaN);
  }

  /** The same, with another value of one measure. */
  EvaluationScope scope(
      Observation report, IntFunction<List<Observation>> taken, int slot, double value) {
    return new At(report, taken, asked -> asked == slot ? value : measures.at(asked, report));
  }

  Trace trace(Condition condition, Observation report, IntFunction<List<Observation>> taken) {
    return Trace.of(condition, scope(report, taken));
  }

  private record At(
      Observation current, IntFunction<List<Observation>> taken, IntToDoubleFunction measures)
      implements EvaluationScope {
    @Override
    public List<Observation> step(int index) {
      return taken.apply(index);
    }

    @Override
    public double measure(int slot) {
      return measures.applyAsDouble(slot);
    }
  }
}
