package io.petrel.cli;

import io.petrel.rule.Condition;
import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.text.Durations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A measure or condition of a rule, and the other rules for which it is computed in the same go.
 *
 * @param others ids, sorted; empty = none shares it
 */
record Sharing(String part, List<String> others) {
  Sharing {
    others = List.copyOf(others);
  }

  /** The measures of a rule. */
  static List<Sharing> measures(Rule rule, List<Rule> all) {
    List<Sharing> shared = new ArrayList<>();
    for (Measure measure : rule.measures()) {
      shared.add(
          new Sharing(
              words(measure),
              all.stream()
                  .filter(other -> !other.id().equals(rule.id()))
                  .filter(other -> other.measures().contains(measure))
                  .map(Rule::id)
                  .sorted()
                  .toList()));
    }
    return shared;
  }

  /** The conditions of a rule that another rule has, too. */
  static List<Sharing> conditions(Rule rule, List<Rule> all) {
    List<Sharing> shared = new ArrayList<>();
    for (String condition : conditions(rule)) {
      List<String> others =
          all.stream()
              .filter(other -> !other.id().equals(rule.id()))
              .filter(other -> filter(other).equals(filter(rule)))
              .filter(other -> conditions(other).contains(condition))
              .map(Rule::id)
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        shared.add(new Sharing(condition, others));
      }
    }
    return shared;
  }

  /** Those that depend on the current report alone: others cannot be shared. */
  private static Set<String> conditions(Rule rule) {
    Set<String> texts = new LinkedHashSet<>();
    collect(rule.pattern(), texts);
    return texts;
  }

  private static void collect(List<Element> elements, Set<String> texts) {
    for (Element element : elements) {
      if (element instanceof Step step
          && step.where() != Condition.ALWAYS
          && step.where().steps().isEmpty()) {
        texts.add(step.where().text());
      } else if (element instanceof Group group) {
        collect(group.elements(), texts);
      }
    }
  }

  private static String filter(Rule rule) {
    Condition filter = rule.observations();
    return filter == null ? "" : filter.text();
  }

  /** Such as {@code fall(pressure_hpa, 3h), also for squall}. */
  String text() {
    return others.isEmpty() ? part : "%s, also for %s".formatted(part, String.join(", ", others));
  }

  private static String words(Measure measure) {
    String field =
        measure.variable() == null ? "extra." + measure.extra() : measure.variable().name();
    String name = measure.kind().name().toLowerCase(Locale.ROOT);
    return measure.window().isZero()
        ? "%s(%s)".formatted(name, field)
        : "%s(%s, %s)".formatted(name, field, Durations.code(measure.window()));
  }
}
