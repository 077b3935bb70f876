package io.petrel.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Emit;
import io.petrel.rule.Group;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Rule.OnEdit;
import io.petrel.rule.RuleFile;
import io.petrel.rule.Step;
import io.petrel.rule.check.StateEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleParserTest {
  private static final String HEAD = "rule: r\ntitle: T\nseverity: minor\nheadline: H\n";

  private static final String FULL =
      """
      rule: r
      title: Front
      description: "Fell to ${round(low.pressure_hpa, 1)}"
      source: somewhere
      severity: severe
      urgency: future
      certainty: likely
      category: fire
      labels: {hazard: wind, tier: 2}
      observations: has(pressure_hpa)
      within: 2h30m
      pattern:
        - step: low
          where: pressure_hpa < previous(pressure_hpa)
        - group: swing
          follows: any
          times: 2..4
          optional: true
          combinations: true
          within: 1h
          steps:
            - step: up
              where: pressure_hpa > low.pressure_hpa
            - step: down
              follows: strict
              times: 1+
              greedy: true
              consecutive: true
              until: pressure_hpa > 1020.0
        - step: end
          where: size(up) >= 2
      after-match: {skip-to-last: end}
      on-timeout: alert
      on-edit: drain
      emit: when-certain
      headline: "H ${end.pressure_hpa}"
      instruction: Go in.
      incident:
        by: [region, labels.hazard]
        quiet: 4h
        remind: 1d
        escalate:
          - {severity: extreme, when: pressure_hpa < 950.0}
        ends:
          when: pressure_hpa > 1010.0
        peak: -pressure_hpa
        inhibit: other
      """;

  private static Rule rule(String text) {
    Parsed parsed = RuleParser.parse(new RuleFile("r.yaml", text));
    assertThat(parsed.rule()).as(IssuePrinter.print(parsed.issues())).isPresent();
    return parsed.rule().orElseThrow();
  }

  /** Conditions are told apart by what they say: not by white space, brackets or kind of quote. */
  @Test
  void theMatchVersionIsThatOfTheSyntax() {
    String base =
        rule(HEAD + "when: 'station_name == \"A  B\" || wind_gust_ms > 1.0'\n").matchVersion();
    for (String same :
        List.of(
            "station_name  ==\"A  B\"   || wind_gust_ms >1.0",
            "(station_name == \"A  B\") || (wind_gust_ms > 1)",
            "station_name == r\"A  B\" || wind_gust_ms > 1.00")) {
      assertThat(rule(HEAD + "when: '" + same + "'\n").matchVersion()).as(same).isEqualTo(base);
    }
    for (String other :
        List.of(
            "station_name == \"A B\" || wind_gust_ms > 1.0",
            "station_name == \"A  B\" || wind_gust_ms > 1.01",
            "station_name == \"A  B || wind_gust_ms > 1.0\"")) {
      assertThat(rule(HEAD + "when: '" + other + "'\n").matchVersion())
          .as(other)
          .isNotEqualTo(base);
    }
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    Rule rule = rule(HEAD + "when: wind_speed_ms > 17.2\n");
    assertThat(rule.text().urgency()).isEqualTo(Urgency.IMMEDIATE);
    assertThat(rule.text().certainty()).isEqualTo(Certainty.OBSERVED);
    assertThat(rule.text().category()).isEqualTo(Category.MET);
    assertThat(rule.text().source()).isEmpty();
    assertThat(rule.text().description().text()).isEmpty();
    assertThat(rule.text().instruction()).isNull();
    assertThat(rule.text().labels()).isEmpty();
    assertThat(rule.observations()).isNull();
    assertThat(rule.within()).isNull();
    assertThat(rule.afterMatch()).isEqualTo(AfterMatch.RESTART);
    assertThat(rule.alertOnTimeout()).isFalse();
    assertThat(rule.onEdit()).isEqualTo(OnEdit.RESET);
    assertThat(rule.emit()).as("the engine's").isNull();
    assertThat(rule.incident().by()).containsExactly("station_id");
    assertThat(rule.incident().quiet()).isEqualTo(Duration.ofHours(1));
    assertThat(rule.incident().remind()).isNull();
    assertThat(rule.incident().escalate()).isEmpty();
    assertThat(rule.incident().endsWhen()).isNull();
    assertThat(rule.incident().peak()).isNull();
    assertThat(rule.incident().inhibits()).isEmpty();
    Step step = rule.steps().get(0);
    assertThat(step.quantifier()).isEqualTo(Quantifier.ONCE);
    assertThat(step.follows()).isEqualTo(Contiguity.RELAXED);
    assertThat(rule(HEAD + "within: 5h\nwhen: true\n").incident().quiet())
        .isEqualTo(Duration.ofHours(5));
  }

  @Test
  void everyKeyIsRead() {
    Rule rule = rule(FULL);
    assertThat(rule.text().severity()).isEqualTo(Severity.SEVERE);
    assertThat(rule.text().urgency()).isEqualTo(Urgency.FUTURE);
    assertThat(rule.text().certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(rule.text().category()).isEqualTo(Category.FIRE);
    assertThat(rule.text().labels()).containsEntry("hazard", "wind").containsEntry("tier", "2");
    assertThat(rule.text().source()).isEqualTo("somewhere");
    assertThat(rule.text().instruction()).isNotNull();
    assertThat(rule.within()).isEqualTo(Duration.ofMinutes(150));
    assertThat(rule.afterMatch()).isEqualTo(new AfterMatch(AfterMatch.Kind.SKIP_TO_LAST, "end"));
    assertThat(rule.alertOnTimeout()).isTrue();
    assertThat(rule.onEdit()).isEqualTo(OnEdit.DRAIN);
    assertThat(rule.emit()).isEqualTo(Emit.WHEN_CERTAIN);
    assertThat(rule.incident().by()).containsExactly("region", "labels.hazard");
    assertThat(rule.incident().quiet()).isEqualTo(Duration.ofHours(4));
    assertThat(rule.incident().remind()).isEqualTo(Duration.ofDays(1));
    assertThat(rule.incident().escalate()).hasSize(1);
    assertThat(rule.incident().endsWhen()).isNotNull();
    assertThat(rule.incident().peak()).isNotNull();
    assertThat(rule.incident().inhibits()).containsExactly("other");
    assertThat(rule.pattern()).extracting(Element::name).containsExactly("low", "swing", "end");
    Group swing = (Group) rule.pattern().get(1);
    assertThat(swing.follows()).isEqualTo(Contiguity.ANY);
    assertThat(swing.quantifier()).isEqualTo(new Quantifier(2, 4, true, false, Contiguity.ANY));
    assertThat(swing.within()).isEqualTo(Duration.ofHours(1));
    Step down = rule.steps().get(2);
    assertThat(down.index()).isEqualTo(2);
    assertThat(down.follows()).isEqualTo(Contiguity.STRICT);
    assertThat(down.quantifier())
        .isEqualTo(new Quantifier(1, Quantifier.UNBOUNDED, false, true, Contiguity.STRICT));
    assertThat(down.until()).isNotNull();
    assertThat(rule.steps().get(1).where().steps()).isEqualTo(Set.of(0));
    assertThat(rule.steps().get(3).where().steps()).isEqualTo(Set.of(1));
    assertThat(rule.measures()).hasSize(1);
  }

  @Test
  void editingWhatPeopleReadKeepsTheMatchVersion() {
    String base = rule(FULL).matchVersion();
    for (String[] edit :
        List.of(
            new String[] {"title: Front", "title: Cold front"},
            new String[] {"severity: severe", "severity: minor"},
            new String[] {"quiet: 4h", "quiet: 5h"},
            new String[] {"labels: {hazard: wind", "labels: {hazard: storm"},
            new String[] {"on-edit: drain", "on-edit: reset"},
            new String[] {"emit: when-certain", "emit: immediately"},
            new String[] {"emit: when-certain\n", ""},
            new String[] {"within: 2h30m", "within:   150m   # the same"},
            new String[] {"pressure_hpa < previous", ">\n      pressure_hpa\n      < previous"},
            new String[] {"headline: \"H", "headline: \"New"})) {
      String edited = FULL.replace(edit[0], edit[1]);
      assertThat(edited).isNotEqualTo(FULL);
      assertThat(rule(edited).matchVersion()).as(edit[1]).isEqualTo(base);
      assertThat(rule(edited).version()).isNotEqualTo(rule(FULL).version());
    }
  }

  @Test
  void editingWhatIsMatchedChangesTheMatchVersion() {
    String base = rule(FULL).matchVersion();
    for (String[] edit :
        List.of(
            new String[] {"within: 2h30m", "within: 3h"},
            new String[] {"pressure_hpa < previous", "pressure_hpa <= previous"},
            new String[] {"observations: has(pressure_hpa)", "observations: has(region)"},
            new String[] {"times: 2..4", "times: 2..5"},
            new String[] {"optional: true", "optional: false"},
            new String[] {"follows: any", "follows: relaxed"},
            new String[] {"until: pressure_hpa > 1020.0", "until: pressure_hpa > 1021.0"},
            new String[] {"on-timeout: alert\n", ""},
            new String[] {"skip-to-last: end", "skip-to-first: end"})) {
      String edited = FULL.replace(edit[0], edit[1]);
      assertThat(edited).isNotEqualTo(FULL);
      assertThat(rule(edited).matchVersion()).as(edit[1]).isNotEqualTo(base);
    }
  }

  @Test
  void conditionsKeepTheirText() {
    Rule rule = rule(HEAD + "when: >\n  wind_speed_ms\n  > 17.2\n");
    assertThat(rule.steps().get(0).where().text()).isEqualTo("wind_speed_ms > 17.2");
  }

  @Test
  void stateIsEstimatedFromWindowStepsAndReportInterval() {
    Duration ten = Duration.ofMinutes(10);
    assertThat(StateEstimate.of(rule(HEAD + "when: true\n"), ten).worst()).isZero();
    assertThat(StateEstimate.of(twoSteps("relaxed", "3h"), ten).worst()).isEqualTo(19);
    assertThat(StateEstimate.of(twoSteps("relaxed", "3h"), Duration.ofHours(1)).worst())
        .isEqualTo(4);
    assertThat(StateEstimate.of(twoSteps("any", "24h"), ten).worst()).isEqualTo(145);
    Rule unbounded =
        RuleParser.parse(new RuleFile("r.yaml", HEAD + "pattern:\n- {step: a}\n- {step: b}\n"))
            .rule()
            .orElseThrow();
    assertThat(StateEstimate.of(unbounded, ten).isUnbounded()).isTrue();
    Rule strict = rule(HEAD + "pattern:\n- {step: a}\n- {step: b, follows: strict}\n");
    assertThat(StateEstimate.of(strict, ten).worst()).isEqualTo(1);
    assertThat(StateEstimate.of(twoSteps("relaxed", "3h"), ten).words())
        .isEqualTo("at most 19 partial matches a station, likely 19, with a report every 10m");
  }

  private static Rule twoSteps(String follows, String within) {
    return rule(
        HEAD
            + "within: %s\npattern:\n- {step: a}\n- {step: b, follows: %s, where: temperature_c > 1.0}\n"
                .formatted(within, follows));
  }
}
