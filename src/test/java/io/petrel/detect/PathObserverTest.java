package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.detect.match.MatcherOptions;
import io.petrel.detect.match.PathObserver;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two rules that begin alike, and what is told of each. */
class PathObserverTest {
  private static final long HOUR = 3_600_000;
  private static final double[] PRESSURES = {999, 1003, 999, 1011, 1003};

  private final List<String> told = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsOfEachRuleWhatItsMatchesMeet(boolean compact) {
    run(compact);

    assertThat(told.stream().distinct())
        .containsExactlyInAnyOrder(
            "one FITTED low",
            "one FITTED mid",
            "one FITTED high",
            "other FITTED low",
            "other FITTED mid",
            "other RAN_OUT");
  }

  @Test
  void aSharedMatchInProgressCountsForEachRuleThatItIsNotOverFor() {
    CompiledRuleSet rules = run(true);

    assertThat(rules.groups()).hasSize(1);
    Map<String, Integer> times = new TreeMap<>();
    told.forEach(path -> times.merge(path, 1, Integer::sum));
    // With 'high' the first rule drops what has begun at the second low; the other one goes on.
    assertThat(times)
        .containsEntry("one FITTED mid", 1)
        .containsEntry("other FITTED mid", 2)
        .containsEntry("other RAN_OUT", 2);
  }

  private CompiledRuleSet run(boolean compact) {
    PathObserver observer =
        path -> told.add("%s %s %s".formatted(path.rule(), path.kind(), path.step()).strip());
    DetectSettings settings = DetectSettings.DEFAULT.observedBy(observer);
    RuleSetCompiler book =
        new RuleSetCompiler(
            new TextRuleCompiler(),
            new MatcherOptions(settings.partialMatches(), compact, observer));
    CompiledRuleSet rules =
        book.open(
            ActiveRuleSet.first(
                new RuleSetUpdate(
                    0,
                    List.of(
                        rule("one", "{step: high, follows: relaxed, where: pressure_hpa > 1010.0}"),
                        rule(
                            "other",
                            "{step: top, follows: relaxed, where: pressure_hpa > 1020.0}")))));
    StationState station = new StationState("a", rules);
    for (int i = 0; i < PRESSURES.length; i++) {
      station.offer(
          Observation.at("a", i * HOUR).set(Variables.PRESSURE_HPA, PRESSURES[i]).build());
    }
    new StationRunner(
            book.evaluation(), settings, new DetectMetrics(new UnregisteredMetricsGroup()))
        .run(station, rules, 24 * HOUR, detection -> {});
    return rules;
  }

  private static RuleFile rule(String id, String last) {
    return new RuleFile(
        id + ".yaml",
        """
        rule: %s
        title: Title
        severity: minor
        within: 6h
        pattern:
          - {step: low, where: pressure_hpa < 1000.0}
          - {step: mid, follows: relaxed, where: pressure_hpa > 1002.0 && pressure_hpa < 1006.0}
          - %s
        headline: Headline
        """
            .formatted(id, last));
  }
}
