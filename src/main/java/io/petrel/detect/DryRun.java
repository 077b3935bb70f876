package io.petrel.detect;

import io.petrel.alert.detection.Match;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * One rule over the reports of one station in memory, with the matchers and measures of a job but
 * without one: thousands of runs a second, for tools that search. What they find they check in the
 * pipeline. Not thread-safe.
 */
public final class DryRun {
  private final CompiledRuleSet rules;
  private final StationRunner runner;

  public DryRun(Rule rule) {
    DetectSettings settings = DetectSettings.DEFAULT.inOrder();
    RuleSetCompiler book = new RuleSetCompiler(file -> rule, settings.matching());
    this.rules =
        book.open(ActiveRuleSet.first(new RuleSetUpdate(0, List.of(RuleFile.of(rule.id(), "")))));
    this.runner =
        new StationRunner(
            book.evaluation(), settings, new DetectMetrics(new UnregisteredMetricsGroup()));
  }

  /**
   * The reports in the order in which detection takes them. Of those of one time: without
   * duplicates and without what is corrected.
   *
   * @param arrived of one station, in any order, none late
   */
  public List<Observation> inOrder(List<Observation> arrived) {
    return List.copyOf(station(arrived).pending());
  }

  /**
   * All matches.
   *
   * @param arrived as above
   * @param untilMillis event time to which time runs on
   */
  public List<Match> matches(List<Observation> arrived, long untilMillis) {
    List<Match> matches = new ArrayList<>();
    runner.run(
        station(arrived),
        rules,
        untilMillis,
        detection -> {
          if (detection instanceof Match match) {
            matches.add(match);
          }
        });
    return matches;
  }

  private StationState station(List<Observation> arrived) {
    StationState station =
        new StationState(arrived.isEmpty() ? "" : arrived.get(0).stationId(), rules);
    arrived.forEach(station::offer);
    return station;
  }
}
