package io.petrel.replay.why;

import io.petrel.detect.MeasuredReports;
import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.rule.Scope;
import io.petrel.rule.expr.Trace;
import io.petrel.weather.Observation;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a rule's conditions come to at the reports of a station. Not thread-safe.
 *
 * @param reports all of them, as detection takes them
 * @param visible those that exist for the rule
 */
record Sight(
    Rule rule, List<Observation> reports, List<Observation> visible, MeasuredReports measures) {
  /** No step has taken anything. */
  static final IntFunction<List<Observation>> NOTHING = step -> List.of();

  static Sight of(Rule rule, List<Observation> reports) {
    MeasuredReports measures = new MeasuredReports(rule.measures(), reports);
    Condition filter = rule.observations();
    List<Observation> visible =
        filter == null
            ? reports
            : reports.stream()
                .filter(report -> filter.holds(new At(report, NOTHING, measures)))
                .toList();
    return new Sight(rule, reports, visible, measures);
  }

  boolean holds(Condition condition, Observation report, IntFunction<List<Observation>> taken) {
    return condition.holds(new At(report, taken, measures));
  }

  /** Whether a condition would hold if a measure had another value. */
  boolean wouldHold(
      Condition condition,
      Observation report,
      IntFunction<List<Observation>> taken,
      int slot,
      double value) {
    return condition.holds(
        new At(report, taken, measures) {
          @Override
          public double measure(int asked) {
            return asked == slot ? value : super.measure(asked);
          }
        });
  }

  Scope scope(Observation report, IntFunction<List<Observation>> taken) {
    return new At(report, taken, measures);
  }

  Trace trace(Condition condition, Observation report, IntFunction<List<Observation>> taken) {
    return Trace.of(condition, new At(report, taken, measures));
  }

  private static class At implements Scope {
    private final Observation current;
    private final IntFunction<List<Observation>> taken;
    private final MeasuredReports measures;

    private At(
        Observation current, IntFunction<List<Observation>> taken, MeasuredReports measures) {
      this.current = current;
      this.taken = taken;
      this.measures = measures;
    }

    @Override
    public Observation current() {
      return current;
    }

    @Override
    public List<Observation> step(int stepIndex) {
      return taken.apply(stepIndex);
    }

    @Override
    public double measure(int slot) {
      return measures.at(slot, current);
    }
  }
}
