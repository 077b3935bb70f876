package io.petrel.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.detect.Detector;
import io.petrel.picture.PatternWords;
import io.petrel.picture.TextPicture;
import io.petrel.rule.Rule;
import io.petrel.rule.check.StateEstimate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about a rule.
 *
 * @param all all good rules, to see what they share
 * @param example a rule test that fires, run; empty = none was found; null = none was looked for
 */
record Explanation(Rule rule, List<Rule> all, StateEstimate state, @Nullable String example) {
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%s (%s), %s%n".formatted(rule.text().title(), rule.id(), severity()));
    text.append("Authority: %s%n%n".formatted(rule.text().source()));
    TextPicture.lines(rule).forEach(line -> text.append(line).append('\n'));
    text.append("%nWaits for%n".formatted());
    PatternWords.lines(rule).forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("%nMatcher:  %s%n".formatted(matcher()));
    text.append("Measures: %s%n".formatted(list(Sharing.measures(rule, all))));
    List<Sharing> conditions = Sharing.conditions(rule, all);
    if (!conditions.isEmpty()) {
      text.append("Shared:   %s%n".formatted(list(conditions)));
    }
    text.append("State:    %s".formatted(state.words()));
    if (example != null) {
      text.append(
          example.isEmpty()
              ? "%n%nNo example was found that makes it fire: the search knows numbers, not names, and is bounded"
                  .formatted()
              : "%n%nAn example, run through the pipeline; it can stand under 'tests:' in %s.test.yaml%n%n%s"
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
    List<Sharing> shared = Sharing.measures(rule, all);
    shared.forEach(measure -> measures.add(measure.part()));
    ArrayNode sharing = node.putArray("shared");
    shared.stream().filter(one -> !one.others().isEmpty()).forEach(one -> add(one, sharing));
    Sharing.conditions(rule, all).forEach(one -> add(one, sharing));
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

  private static void add(Sharing one, ArrayNode list) {
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

  private static String list(List<Sharing> parts) {
    return parts.isEmpty()
        ? "none"
        : String.join("\n          ", parts.stream().map(Sharing::text).toList());
  }
}
