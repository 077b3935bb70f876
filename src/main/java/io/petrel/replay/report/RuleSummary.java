package io.petrel.replay.report;

import io.petrel.alert.Severity;
import io.petrel.display.NamedVariables;
import io.petrel.replay.compare.Incident;
import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.weather.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The result of one rule.
 *
 * @param reads measurements that its conditions name
 * @param incidents by time
 */
record RuleSummary(
    String id,
    String title,
    Severity severity,
    Set<Variable> reads,
    Map<String, Long> matchesByStation,
    List<Incident> incidents) {

  /** The loudest first; silent ones last, by name. */
  static final Comparator<RuleSummary> LOUDEST_FIRST =
      Comparator.comparingLong((RuleSummary rule) -> -rule.records())
          .thenComparingLong(rule -> -rule.matches())
          .thenComparing(RuleSummary::id);

  /** One for each rule, and for each that has incidents without being among them. */
  static List<RuleSummary> of(
      List<Rule> rules, Map<String, Map<String, Long>> matches, List<Incident> incidents) {
    Map<String, List<Incident>> byRule = new TreeMap<>();
    incidents.forEach(
        incident -> byRule.computeIfAbsent(incident.rule(), id -> new ArrayList<>()).add(incident));
    List<RuleSummary> summaries = new ArrayList<>();
    for (Rule rule : rules) {
      List<Incident> own = byRule.remove(rule.id());
      summaries.add(
          new RuleSummary(
              rule.id(),
              rule.text().title(),
              rule.text().severity(),
              reads(rule),
              matches.getOrDefault(rule.id(), Map.of()),
              own == null ? List.of() : own));
    }
    // Such as feed-silent, the engine's own rule.
    byRule.forEach(
        (id, own) ->
            summaries.add(
                new RuleSummary(
                    id, own.get(0).title(), own.get(0).severity(), Set.of(), Map.of(), own)));
    summaries.sort(LOUDEST_FIRST);
    return summaries;
  }

  private static Set<Variable> reads(Rule rule) {
    Stream<Condition> filter = Stream.ofNullable(rule.observations());
    Stream<Condition> steps = rule.steps().stream().map(Step::where);
    return new LinkedHashSet<>(
        NamedVariables.weather(
            Stream.concat(filter, steps).flatMap(condition -> condition.fields().stream())));
  }

  long matches() {
    return matchesByStation.values().stream().mapToLong(Long::longValue).sum();
  }

  long records() {
    return incidents.stream().mapToLong(Incident::records).sum();
  }

  long open() {
    return incidents.stream().filter(incident -> !incident.ended()).count();
  }

  long incidentsAt(String station) {
    return incidents.stream().filter(incident -> incident.stations().contains(station)).count();
  }

  /** It sent no alert record. */
  boolean isSilent() {
    return incidents.isEmpty();
  }
}
