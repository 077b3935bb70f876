package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.detect.rules.ActiveRuleSet;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleSetCompiler;
import io.petrel.detect.rules.TextRuleCompiler;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LimitIndexTest {
  private static final List<String> CONDITIONS =
      List.of(
          "wind_gust_ms > 20.0",
          "wind_gust_ms >= 20.0",
          "temperature_c <= 0.0",
          "temperature_c < 0.0 && wind_gust_ms > 5.0",
          "temperature_c == 3.0",
          "temperature_c < 0.0 || wind_gust_ms > 5.0",
          "temperature_c < 0.0 || temperature_c > 20.0",
          "!(temperature_c > 3.0)",
          "knots(34) <= wind_gust_ms",
          "wind_gust_ms > knots(34)",
          "temperature_c <= fahrenheit(32)",
          "temperature_c - dew_point_c < 2.5",
          "!has(temperature_c)",
          "fall(pressure_hpa, \"3h\") >= 6.0");

  @Test
  void neverPassesOverARuleThatAnObservationBegins() {
    RuleSetCompiler book =
        new RuleSetCompiler(new TextRuleCompiler(), DetectSettings.DEFAULT.matching());
    List<RuleFile> files = new ArrayList<>();
    for (int i = 0; i < CONDITIONS.size(); i++) {
      files.add(rule("r%02d".formatted(i), CONDITIONS.get(i)));
    }
    CompiledRuleSet rules = book.open(ActiveRuleSet.first(new RuleSetUpdate(0, files)));
    SplittableRandom random = new SplittableRandom(1);
    ObservationBuffer history = new ObservationBuffer();
    int found = 0;
    for (int n = 0; n < 3000; n++) {
      Observation.Builder builder = Observation.at("a", n * 60_000L);
      if (random.nextInt(5) != 0) {
        builder.set(Variables.TEMPERATURE_C, random.nextInt(-50, 300) / 10.0);
      }
      if (random.nextInt(5) != 0) {
        builder.set(
            Variables.WIND_GUST_MS, random.nextInt(10) == 0 ? 20 : random.nextInt(300) / 10.0);
      }
      builder.set(Variables.DEW_POINT_C, random.nextInt(-50, 300) / 10.0);
      builder.set(Variables.PRESSURE_HPA, 1000 + random.nextInt(100) / 10.0);
      Observation observation = builder.build();
      history.add(observation);
      book.evaluation().begin(observation, history);
      BitSet asked = new BitSet();
      rules.starts().collect(observation, TakenSteps.NONE, asked);
      for (int i = 0; i < rules.groups().size(); i++) {
        if (rules.get(i).canBegin(observation)) {
          found++;
          assertThat(asked.get(i))
              .as("%s at %s", rules.get(i).member(0).rule().id(), observation)
              .isTrue();
        }
      }
    }
    assertThat(found).isGreaterThan(1000);
  }

  @Test
  void passesOverRulesWhoseLimitIsNotReached() {
    RuleSetCompiler book =
        new RuleSetCompiler(new TextRuleCompiler(), DetectSettings.DEFAULT.matching());
    CompiledRuleSet rules =
        book.open(
            ActiveRuleSet.first(
                new RuleSetUpdate(
                    0,
                    List.of(
                        rule("high", "wind_gust_ms > knots(50)"),
                        rule("low", "wind_gust_ms > 5.0"),
                        rule("steep", "fall(pressure_hpa, \"3h\") >= 6.0")))));
    BitSet asked = new BitSet();
    Observation calm =
        Observation.at("a", 0)
            .set(Variables.WIND_GUST_MS, 10)
            .set(Variables.PRESSURE_HPA, 1000)
            .build();
    ObservationBuffer history = new ObservationBuffer();
    history.add(calm);
    book.evaluation().begin(calm, history);
    rules.starts().collect(calm, TakenSteps.NONE, asked);
    assertThat(asked.stream().mapToObj(i -> rules.get(i).member(0).rule().id()))
        .containsExactly("low");
  }

  private static RuleFile rule(String id, String when) {
    return new RuleFile(
        id + ".yaml",
        """
        rule: %s
        title: Title
        severity: minor
        urgency: immediate
        certainty: observed
        category: met
        when: '%s'
        headline: Headline
        """
            .formatted(id, when));
  }
}
