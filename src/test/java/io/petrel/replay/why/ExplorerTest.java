package io.petrel.replay.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Match;
import io.petrel.detect.DryRun;
import io.petrel.issue.Issue;
import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.Step;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.rule.yaml.RuleSetParser;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.weather.Observation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The explorer comes to a match where the matchers do, and nowhere else. */
class ExplorerTest {
  private static final RuleFile BRANCHING =
      new RuleFile(
          "branching.yaml",
          """
          rule: branching
          title: Gusts, a lull perhaps, then a turn
          source: a test
          severity: minor
          urgency: immediate
          certainty: observed
          category: met
          within: 2h
          pattern:
            - step: gust
              times: 2..4
              where: wind_gust_ms >= 6.0
            - step: lull
              follows: strict
              optional: true
              where: wind_speed_ms < 7.0
            - step: turned
              follows: any
              within: 1h
              where: turn(gust[0].wind_direction_deg, wind_direction_deg) >= 5.0
          headline: "Turn at ${station_name}"
          incident: {quiet: 1h}
          """);

  @Test
  void agreesWithTheMatchersOnTheShippedRulesInAStorm() {
    List<RuleFile> files = new ArrayList<>(RuleFolder.read(Path.of("rules")).files());
    files.add(BRANCHING);
    var parsed = RuleSetParser.parse(files);
    assertThat(parsed.issues()).noneMatch(Issue::isError);
    int matches = 0;
    for (List<Observation> station : stations()) {
      for (Rule rule : parsed.rules()) {
        if (rule.steps().size() > 1 && !endsInSilence(rule)) {
          matches += compare(rule, station);
        }
      }
    }
    assertThat(matches).isGreaterThan(10);
  }

  /** The reports of a few stations over which the storm moves. */
  private static List<List<Observation>> stations() {
    StormSimulator simulator =
        new StormSimulator(
            SimulationSettings.DEFAULT
                .withSeed(7)
                .withStations(1)
                .withDuration(Duration.ofHours(18)));
    List<Observation> all = new ArrayList<>();
    simulator.forEachRemaining(all::add);
    Map<String, List<Observation>> byStation =
        all.stream().collect(Collectors.groupingBy(Observation::stationId));
    return List.copyOf(byStation.values());
  }

  private static boolean endsInSilence(Rule rule) {
    Element last = rule.pattern().get(rule.pattern().size() - 1);
    return last instanceof Step step && step.absent();
  }

  private static int compare(Rule rule, List<Observation> arrived) {
    Reports reports = Reports.of(rule, arrived);
    Sight sight = Sight.of(rule, reports.seen());
    long[] matched =
        new DryRun(rule)
            .matches(reports.seen(), Long.MAX_VALUE - 1).stream()
                .mapToLong(Match::timeMillis)
                .toArray();
    for (int i = 0; i < sight.visible().size(); i++) {
      long at = sight.visible().get(i).timeMillis();
      int from = i;
      long within = rule.within() == null ? 0 : rule.within().toMillis();
      while (from > 0 && at - sight.visible().get(from - 1).timeMillis() <= within) {
        from--;
      }
      Explorer explorer = new Explorer(sight, matched, at);
      explorer.explore(from, i);
      assertThat(explorer.foundMatch())
          .as("%s at report %d", rule.id(), i)
          .isEqualTo(Arrays.stream(matched).anyMatch(time -> time == at));
    }
    return matched.length;
  }
}
