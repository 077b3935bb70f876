package io.petrel.replay.example;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports of a station at equal intervals.
 *
 * @param size how many, >= 1
 * @param values of each field, report by report
 */
record Draft(Duration interval, int size, Map<String, double[]> values) {
  /** Default start of rule tests. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static final String STATION = "test:station";

  Draft {
    // In the order of the rule's fields, so that the same example is found in every run.
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  List<Observation> observations() {
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Observation.Builder builder = Observation.at(STATION, START.plus(interval.multipliedBy(i)));
      for (Map.Entry<String, double[]> field : values.entrySet()) {
        double value = field.getValue()[i];
        Variables.find(field.getKey())
            .ifPresentOrElse(
                variable -> builder.set(variable, value),
                () -> builder.extra(field.getKey().substring("extra.".length()), value));
      }
      observations.add(builder.build());
    }
    return observations;
  }

  long lastMillis() {
    return START.plus(interval.multipliedBy(size - 1L)).toEpochMilli();
  }

  Draft with(String field, double[] series) {
    Map<String, double[]> changed = new LinkedHashMap<>(values);
    changed.put(field, series);
    return new Draft(interval, size, changed);
  }

  Draft without(String field) {
    Map<String, double[]> changed = new LinkedHashMap<>(values);
    changed.remove(field);
    return new Draft(interval, size, changed);
  }

  Draft every(Duration other) {
    return new Draft(other, size, values);
  }

  /** Only the reports from one (inclusive) to another (exclusive). */
  Draft part(int from, int to) {
    Map<String, double[]> changed = new LinkedHashMap<>();
    values.forEach(
        (field, series) -> changed.put(field, java.util.Arrays.copyOfRange(series, from, to)));
    return new Draft(interval, to - from, changed);
  }
}
