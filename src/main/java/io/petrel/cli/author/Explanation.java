package io.petrel.cli.author;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.detect.Detector;
import io.petrel.diagram.PatternWords;
import io.petrel.diagram.TextDiagram;
import io.petrel.rule.Condition;
import io.petrel.rule.Measure;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.check.StateEstimate;
import io.petrel.text.Durations;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule explained to its author.
 *
 * @param all all good rules, to see what they share
 * @param example a rule test that fires, run; empty = none was found; null = not searched for
 */
record Explanation(Rule rule, List<Rule> all, StateEstimate state, @Nullable String example) {
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%s (%s), %s%n".formatted(rule.text().title(), rule.id(), severity()));
    text.append("Authority: %s%n%n".formatted(rule.text().source()));
    TextDiagram.lines(rule).forEach(line -> text.append(line).append('\n'));
    text.append("%nWaits for%n".formatted());
    PatternWords.lines(rule).forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("%nMatcher:  %s%n".formatted(matcher()));
    text.append("Measures: %s%n".formatted(list(SharedEvaluation.measures(rule, all))));
    List<SharedEvaluation> conditions = SharedEvaluation.conditions(rule, all);
    if (!conditions.isEmpty()) {
      text.append("Shared:   %s%n".formatted(list(conditions)));
    }
    text.append("State:    %s".formatted(state.words()));
    if (example != null) {
      text.append(
          example.isEmpty()
              ? "%n%nFound no example that makes it fire: the search tries numbers, not names, and stops after a limit"
                  .formatted()
              : "%n%nAn example, run through the pipeline; you can paste it under 'tests:' in %s.test.yaml%n%n%s"
                  .formatted(rule.id(), example.stripTrailing()));
    }
    return text.toString();
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rule", rule.id());
    node.put("version", rule.version());
    node.put("title", rule.text().title());
    node.put("severity", severity());
    node.put("source", rule.text().source());
    ArrayNode pattern = node.putArray("pattern");
    PatternWords.lines(rule).forEach(pattern::add);
    node.put("matcher", Detector.matcher(rule).name().toLowerCase(Locale.ROOT));
    ArrayNode measures = node.putArray("measures");
    List<SharedEvaluation> shared = SharedEvaluation.measures(rule, all);
    shared.forEach(measure -> measures.add(measure.part()));
    ArrayNode sharing = node.putArray("shared");
    shared.stream().filter(one -> !one.others().isEmpty()).forEach(one -> add(one, sharing));
    SharedEvaluation.conditions(rule, all).forEach(one -> add(one, sharing));
    ObjectNode cost = node.putObject("state");
    cost.put("bounded", !state.isUnbounded());
    cost.put("worst_partial_matches", state.worst());
    cost.put("likely_partial_matches", state.likely());
    cost.put("words", state.words());
    if (example != null) {
      node.put("example", example.isEmpty() ? null : example);
    }
    return node;
  }

  private static void add(SharedEvaluation one, ArrayNode list) {
    ArrayNode with = list.addObject().put("part", one.part()).putArray("with");
    one.others().forEach(with::add);
  }

  private String severity() {
    return rule.text().severity().code().toLowerCase(Locale.ROOT);
  }

  private String matcher() {
    return switch (Detector.matcher(rule)) {
      case COMPACT -> "compact: the pattern does not branch";
      case NFA -> "Flink CEP's automaton: the pattern branches";
    };
  }

  private static String list(List<SharedEvaluation> parts) {
    return parts.isEmpty()
        ? "none"
        : String.join("\n          ", parts.stream().map(SharedEvaluation::text).toList());
  }

  /**
   * A measure or condition of a rule, and the other rules that share its computation.
   *
   * @param others ids, sorted; empty = none shares it
   */
  private record SharedEvaluation(String part, List<String> others) {
    SharedEvaluation {
      others = List.copyOf(others);
    }

    static List<SharedEvaluation> measures(Rule rule, List<Rule> all) {
      return rule.measures().stream()
          .map(
              measure ->
                  new SharedEvaluation(
                      words(measure),
                      others(rule, all, other -> other.measures().contains(measure))))
          .toList();
    }

    /** The conditions of a rule that another rule has, too. */
    static List<SharedEvaluation> conditions(Rule rule, List<Rule> all) {
      List<Rule> alike = all.stream().filter(other -> filter(other).equals(filter(rule))).toList();
      return conditions(rule).stream()
          .map(
              condition ->
                  new SharedEvaluation(
                      condition,
                      others(rule, alike, other -> conditions(other).contains(condition))))
          .filter(shared -> !shared.others().isEmpty())
          .toList();
    }

    private static List<String> others(Rule rule, List<Rule> all, Predicate<Rule> shares) {
      return all.stream()
          .filter(other -> !other.id().equals(rule.id()) && shares.test(other))
          .map(Rule::id)
          .sorted()
          .toList();
    }

    /** Only those that depend on the current report alone can be shared. */
    private static Set<String> conditions(Rule rule) {
      return rule.steps().stream()
          .map(Step::where)
          .filter(where -> where != Condition.ALWAYS && where.steps().isEmpty())
          .map(Condition::text)
          .collect(Collectors.toCollection(LinkedHashSet::new));
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
      String name = measure.kind().word();
      return measure.window().isZero()
          ? "%s(%s)".formatted(name, measure.fieldName())
          : "%s(%s, %s)".formatted(name, measure.fieldName(), Durations.code(measure.window()));
    }
  }
}
