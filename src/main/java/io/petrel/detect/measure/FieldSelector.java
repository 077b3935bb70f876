package io.petrel.detect.measure;

import io.petrel.rule.Measure;
import io.petrel.weather.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The input of a measure: one field of the observations that pass a filter. Measures with the same
 * input share its {@link ObservationBuffer.Column}. Not thread-safe, as filters are not.
 *
 * @param variable index of the field among the variables; -1 when {@code extra} is set
 */
record FieldSelector(int variable, @Nullable String extra, @Nullable ObservationFilter filter) {
  static FieldSelector of(Measure measure, @Nullable ObservationFilter filter) {
    int variable = measure.variable() == null ? -1 : measure.variable().index();
    return new FieldSelector(variable, measure.extra(), filter);
  }

  /** The field, without the filter; NaN when missing. */
  double field(Observation observation) {
    if (variable >= 0) {
      return observation.value(variable);
    }
    return extra == null ? Double.NaN : observation.extra(extra);
  }

  boolean has(Observation observation) {
    return !Double.isNaN(field(observation));
  }

  boolean passes(ObservationBuffer history, int index) {
    return filter == null || history.passes(filter, index);
  }

  /** The field; NaN when it is missing or the observation does not pass the filter. */
  double at(ObservationBuffer history, int index) {
    double reading = field(history.get(index));
    return Double.isNaN(reading) || passes(history, index) ? reading : Double.NaN;
  }
}
