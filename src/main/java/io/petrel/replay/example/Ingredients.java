package io.petrel.replay.example;

import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.expr.CompiledCondition;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Material for an example, taken from a rule: the fields that it reads, values near its limits, and
 * intervals that fit into its windows.
 *
 * @param values possible values of each field, by name; {@code extra.NAME} for measurements without
 *     a field
 * @param intervals from one report to the next
 */
record Ingredients(Map<String, List<Double>> values, List<Duration> intervals) {
  private static final List<Duration> USUAL =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1));

  static Ingredients of(Rule rule) {
    List<Condition> conditions = conditions(rule);
    List<CompiledCondition.Literal> limits =
        conditions.stream()
            .filter(CompiledCondition.class::isInstance)
            .flatMap(condition -> ((CompiledCondition) condition).literals().stream())
            .toList();
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (String field : fields(rule, conditions)) {
      values.put(field, values(field, limits));
    }
    if (values.isEmpty()) {
      values.put("temperature_c", List.of(12.0));
    }
    return new Ingredients(values, intervals(rule));
  }

  /**
   * Its value in ordinary weather, in which nothing should fire; 0 for a measurement without a
   * field.
   */
  static double ordinary(String field) {
    return Variables.find(field).map(Variable::ordinary).orElse(0.0);
  }

  private static List<Condition> conditions(Rule rule) {
    return Stream.concat(
            Stream.ofNullable(rule.observations()), rule.steps().stream().map(Step::where))
        .toList();
  }

  private static Set<String> fields(Rule rule, List<Condition> conditions) {
    Set<String> fields = new TreeSet<>();
    rule.measures().forEach(measure -> fields.add(measure.fieldName()));
    for (Condition condition : conditions) {
      condition.fields().stream()
          .filter(name -> name.startsWith("extra.") || Variables.find(name).isPresent())
          .forEach(fields::add);
    }
    return fields;
  }

  /** The ordinary value, each limit in the rule, and as much above and below the ordinary value. */
  private static List<Double> values(String field, List<CompiledCondition.Literal> limits) {
    Set<Double> values = new TreeSet<>();
    double ordinary = ordinary(field);
    values.add(ordinary);
    Optional<Variable> variable = Variables.find(field);
    for (CompiledCondition.Literal limit : limits) {
      double number = limit.value();
      if (limit.unit() != Unit.ONE) {
        if (variable.isEmpty() || variable.get().unit().dimension() != limit.unit().dimension()) {
          continue;
        }
        double difference = limit.unit().differenceTo(variable.get().unit(), number);
        values.add(rounded(ordinary + difference));
        values.add(rounded(ordinary - difference));
        number = limit.unit().to(variable.get().unit(), number);
      }
      for (double near :
          new double[] {number, number * 1.1, number * 0.9, number + 1, number - 1}) {
        values.add(rounded(near));
      }
      values.add(rounded(ordinary + number));
      values.add(rounded(ordinary - number));
      values.add(rounded(ordinary + number * 1.2));
      values.add(rounded(ordinary - number * 1.2));
    }
    return values.stream()
        .filter(value -> variable.isEmpty() || variable.get().isPlausible(value))
        .toList();
  }

  static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static List<Duration> intervals(Rule rule) {
    Set<Duration> intervals = new TreeSet<>(USUAL);
    List<Duration> windows = new ArrayList<>();
    rule.measures().forEach(measure -> windows.add(measure.window()));
    if (rule.within() != null) {
      windows.add(rule.within());
    }
    for (Step step : rule.steps()) {
      if (step.within() != null) {
        windows.add(step.within());
      }
    }
    for (Duration window : windows) {
      for (int parts = 1; parts <= 4; parts++) {
        Duration part = window.dividedBy(parts);
        if (part.toSeconds() > 0 && part.toSecondsPart() == 0) {
          intervals.add(part);
        }
      }
    }
    return List.copyOf(intervals);
  }
}
