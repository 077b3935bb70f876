package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A condition that several rules have is evaluated once, and means in each what it says. */
class SharedConditionTest {
  private static final String FALL = "fall(pressure_hpa, \"3h\") >= 3.0";

  @Test
  void measuresKeepTheirMeaningWhateverElseARuleMeasures() throws Exception {
    // Both rules begin with the same condition, but it is the second measure of the one.
    RuleFile plain = rule("b-plain", FALL);
    RuleFile other = rule("a-other", "rise(temperature_c, \"1h\") >= 50.0", FALL);
    RuleSetUpdate rules = new RuleSetUpdate(0, List.of(other, plain));
    try (OperatorRun run = new OperatorRun(rules, OperatorRun.SETTINGS, null)) {
      for (int i = 0; i < 4; i++) {
        run.observe(
            Observation.at("s", i * 600_000L)
                .set(Variables.PRESSURE_HPA, 1010 - 1.5 * i)
                .set(Variables.TEMPERATURE_C, i == 3 ? 80 : 0)
                .set(Variables.WIND_SPEED_MS, 1)
                .build());
      }
      run.watermark(3_600_000);
      assertThat(run.found()).containsExactly("b-plain s when[20] @20", "b-plain s when[30] @30");
    }
  }

  @Test
  void textsThatDifferInWhiteSpaceAreTwoConditions() throws Exception {
    RuleFile wide = rule("a-wide", "station_name == \"A  B\"");
    RuleFile narrow = rule("b-narrow", "station_name == \"A B\"");
    RuleSetUpdate rules = new RuleSetUpdate(0, List.of(wide, narrow));
    try (OperatorRun run = new OperatorRun(rules, OperatorRun.SETTINGS, null)) {
      run.observe(Observation.at("s", 0).stationName("A B").build());
      run.observe(Observation.at("s", 600_000L).stationName("A  B").build());
      run.watermark(3_600_000);
      assertThat(run.found()).containsExactly("b-narrow s when[0] @0", "a-wide s when[10] @10");
    }
  }

  private static RuleFile rule(String id, String when) {
    return new RuleFile(id + ".yaml", head(id) + "when: '" + when + "'\n");
  }

  private static RuleFile rule(String id, String first, String second) {
    return new RuleFile(
        id + ".yaml",
        head(id)
            + "within: 3h\npattern:\n  - step: x\n    where: '"
            + first
            + "'\n  - step: y\n    where: '"
            + second
            + "'\n");
  }

  private static String head(String id) {
    return """
    rule: %s
    title: Title
    severity: minor
    urgency: immediate
    certainty: observed
    category: met
    after-match: no-skip
    headline: Headline
    """
        .formatted(id);
  }
}
