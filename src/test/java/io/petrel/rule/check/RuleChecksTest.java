package io.petrel.rule.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleParser;
import io.petrel.rule.yaml.RuleSetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleChecksTest {
  private static final String HEAD =
      """
      rule: r
      title: T
      severity: moderate
      headline: H
      """;

  /** One golden file for each check and group of messages: name, then rules of faults. */
  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    add(cases, "file-name", "rule: other\ntitle: T\nseverity: minor\nheadline: H\nwhen: true\n");
    add(
        cases,
        "impossible-condition",
        HEAD + "when: wind_speed_ms > 200.0\n",
        HEAD + "when: fall(pressure_hpa, \"3h\") < 0.0 && has(region)\n",
        HEAD + "when: temperature_c > 5.0 && temperature_c < 5.0\n",
        HEAD + "when: temperature_c > fahrenheit(200)\n",
        HEAD + "when: humidity_pct > 101.0 || temperature_c > 30.0\n",
        HEAD + "when: false\n",
        HEAD + "observations: elevation_m > 10000.0\nwhen: temperature_c > 1.0\n",
        HEAD + "when: temperature_c > 1.0\nincident: {ends: {when: humidity_pct < -1.0}}\n",
        HEAD
            + "when: temperature_c > 1.0\n"
            + "incident: {escalate: [{severity: severe, when: \"turn(0.0, wind_direction_deg) > 180.0\"}]}\n");
    add(
        cases,
        "first-step",
        pattern("- {step: a, absent: true}", "- {step: b}"),
        pattern("- {step: a, follows: any}", "- {step: b}"),
        pattern("- {step: a, within: 1h}", "- {step: b}"),
        pattern("- group: g\n  steps: [{step: a, absent: true}, {step: b}]", "- {step: c}"));
    add(
        cases,
        "states",
        pattern(
            "- group: a\n  times: 1000\n  steps: [{group: b, times: 1000, steps: [{group: c, times: 1000, steps: [{step: s}]}]}]"),
        pattern(
            "- {step: a, times: 1000}",
            "- {step: b, times: 1000}",
            "- {step: c, times: 2..1000}",
            "- {step: d, times: 1000+}",
            "- {step: e, times: 1000}",
            "- {step: f}"),
        pattern(
            "- group: a\n  times: 1..70\n  optional: true\n  steps: [{step: s, times: 70+}, {step: t, times: 1..2}]",
            "- {step: u}"),
        pattern(deep(9)));
    add(
        cases,
        "absence-options",
        pattern(
            "- {step: a}",
            "- {step: b, absent: true, follows: any, where: temperature_c > 1.0}",
            "- {step: c}"),
        pattern(
            "- {step: a}",
            "- {step: b, absent: true, times: 2, optional: true, where: temperature_c > 1.0}",
            "- {step: c}"));
    add(
        cases,
        "absence-after-optional",
        pattern(
            "- {step: a}",
            "- {step: b, optional: true}",
            "- {step: c, absent: true, where: temperature_c > 1.0}",
            "- {step: d}"));
    add(
        cases,
        "absence-at-end",
        HEAD + "pattern:\n- {step: a}\n- {step: b, absent: true}\n",
        pattern("- {step: a}", "- group: g\n  steps: [{step: b}, {step: c, absent: true}]"),
        pattern(
            "- {step: a}",
            "- {step: b, absent: true, where: temperature_c > 1.0}",
            "- {step: c, absent: true}"));
    add(
        cases,
        "until-without-end",
        pattern("- {step: a, times: 2..5, until: temperature_c > 1.0}", "- {step: b}"),
        pattern("- {step: a}", "- {step: b, until: temperature_c > 1.0}"));
    add(
        cases,
        "greedy-options",
        pattern("- {step: a, greedy: true}", "- {step: b}"),
        pattern("- {step: a, times: 2+, greedy: true, combinations: true}", "- {step: b}"),
        pattern("- group: g\n  greedy: true\n  times: 2\n  steps: [{step: a}]", "- {step: b}"),
        pattern(
            "- {step: a, times: 1+, greedy: true, where: temperature_c > 1.0}",
            "- {step: b, optional: true}",
            "- {step: c}"));
    add(
        cases,
        "repetition-words",
        pattern("- {step: a, consecutive: true}", "- {step: b, combinations: true}"),
        pattern("- {step: a, times: 2, consecutive: true, combinations: true}", "- {step: b}"));
    add(
        cases,
        "times",
        pattern("- {step: a, times: 0}", "- {step: b, times: 5..2}"),
        pattern("- {step: a, times: often}", "- {step: b, times: 100000}"),
        pattern("- {step: a, times: [2, 3]}", "- {step: b, times: 2000+}"));
    add(
        cases,
        "empty-match",
        pattern("- {step: a, optional: true}", "- {step: b, optional: true}"),
        pattern("- {step: a}", "- group: g\n  times: 2+\n  steps: [{step: b, optional: true}]"));
    add(cases, "window-order", pattern("- {step: a}", "- {step: b, within: 4h}"));
    add(cases, "unbounded-state", HEAD + "pattern:\n- {step: a}\n- {step: b}\n");
    add(
        cases,
        "state-budget",
        HEAD.replace("headline", "within: 24h\nheadline")
            + "pattern:\n- {step: a}\n- {step: b, follows: any}\n- {step: c, follows: any}\n");
    add(
        cases,
        "unreachable-step",
        pattern("- {step: a}", "- {step: b, absent: true}", "- {step: c}"),
        pattern(
            "- {step: a, times: 1+, greedy: true, consecutive: true}",
            "- {step: b, where: temperature_c > 1.0}"));
    add(
        cases,
        "after-match-target",
        pattern("- {step: drop}", "- {step: b}") + "after-match: {skip-to-first: dorp}\n",
        pattern("- {step: drop}", "- {step: b}") + "after-match: {skip-to-first: drop}\n",
        pattern("- {step: drop}", "- {step: b, absent: true}") + "after-match: {skip-to-last: b}\n",
        pattern("- {step: drop}", "- {step: b, optional: true}", "- {step: c}")
            + "after-match: {skip-to-last: b}\n",
        pattern("- {step: drop}", "- group: g\n  steps: [{step: b}]")
            + "after-match: {skip-to-last: b}\n",
        pattern("- {step: drop}", "- {step: b}") + "after-match: skip-to-last\n",
        pattern("- {step: drop}", "- {step: b}") + "after-match: skip-past-first\n",
        pattern("- {step: drop}", "- {step: b}") + "after-match: {skip-to: b}\n");
    add(
        cases,
        "delayed-match",
        pattern("- {step: a}", "- {step: b}") + "after-match: skip-past-last\n");
    add(
        cases,
        "timeout-alert",
        HEAD + "pattern: [{step: a}, {step: b, follows: strict}]\non-timeout: alert\n",
        HEAD + "within: 3h\nwhen: temperature_c > 3.0\non-timeout: alert\n",
        pattern("- {step: a}", "- {step: b, absent: true}") + "on-timeout: alert\n",
        pattern("- {step: a}", "- {step: b}") + "on-timeout: mail\n");
    add(cases, "measure-window", HEAD + "when: max(temperature_c, \"40d\") < 0.0\n");
    add(cases, "sum-of-states", HEAD + "when: sum(temperature_c, \"1d\") < 0.0\n");
    add(
        cases,
        "incident-effects",
        HEAD
            + "when: temperature_c > 1.0\n"
            + "incident: {by: [], inhibit: [r], escalate: [{severity: minor, when: temperature_c > 2.0}]}\n",
        HEAD
            + "when: temperature_c > 1.0\n"
            + "incident: {by: [regoin, labels.x, station_id, station_id], quite: 3h, quiet: 0h}\n",
        HEAD + "when: temperature_c > 1.0\nincident: {ends: {when: when.temperature_c > 1.0}}\n",
        HEAD + "when: temperature_c > 1.0\nincident: {peak: region, ends: 3h, escalate: severe}\n",
        HEAD
            + "when: temperature_c > 1.0\n"
            + "incident: {by: [extra.], ends: {when: wind_gust_ms < 9.0, fro: 1h}}\n",
        HEAD
            + "when: temperature_c > 1.0\n"
            + "incident: {by: [wind_gust_ms, extra.zone], ends: {when: wind_gust_ms < 9.0, for: 1h}}\n");
    add(cases, "reserved-id", HEAD.replace("rule: r", "rule: feed-silent") + "when: true\n");
    add(
        cases,
        "keys",
        "rule: r\n",
        "",
        "- a\n",
        HEAD.replace("title", "tilte") + "when: true\n",
        HEAD.replace("moderate", "modrate") + "when: true\nurgency: now\n",
        HEAD + "when: true\npattern: [{step: a}]\n",
        HEAD.replace("rule: r", "rule: R 1") + "when: true\n",
        pattern("- {stpe: a}", "- {step: b, wher: true}"),
        pattern("- {step: 1a}", "- {step: time}", "- {step: in}", "- {step: c}", "- {step: c}"),
        HEAD + "pattern: []\n",
        HEAD + "pattern: yes\n",
        HEAD
            + "when: true\nlabels: [a]\non-edit: forget\nemit: certain\nobservations: fall(pressure_hpa, \"1h\") > 2.0\n",
        HEAD + "when: true\nwithin: soon\nwithin: 3h\n",
        HEAD + "when: [true]\n",
        HEAD + "when: {a: b}\n");
    add(
        cases,
        "names",
        pattern("- {step: a, where: b.temperature_c > 1.0}", "- {step: b}"),
        pattern("- {step: a}", "- {step: b, where: b.temperature_c > 1.0}"),
        pattern(
            "- {step: a}",
            "- {step: n, absent: true, where: temperature_c > 3.0}",
            "- {step: b, where: n.temperature_c > 1.0}"),
        pattern("- {step: a}", "- {step: b}")
            .replace("headline: H", "headline: \"${c.time} ${a} ${\""),
        pattern(
                "- {step: a}",
                "- step: b\n  where: >\n    pressure_hpa > a.pressure_hpa\n    && temprature_c < 3.0\n")
            .replace("headline: H", "headline: >-\n  Long text\n  with ${a.temp} in it"));
    return cases;
  }

  private static void add(List<Arguments> cases, String name, String... rules) {
    cases.add(Arguments.of(name, List.of(rules)));
  }

  /** Groups in groups, each 900 times. */
  private static String deep(int levels) {
    return "- "
        + IntStream.range(0, levels)
            .mapToObj(i -> "{group: g%d, times: 900, steps: [".formatted(i))
            .collect(Collectors.joining())
        + "{step: s}"
        + "]}".repeat(levels);
  }

  private static String pattern(String... elements) {
    return HEAD
        + "within: 3h\npattern:\n"
        + List.of(elements).stream()
            .map(e -> "  " + e.replace("\n", "\n  ").stripTrailing() + "\n")
            .collect(Collectors.joining());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysWhatIsWrong(String name, List<String> rules) {
    StringBuilder all = new StringBuilder();
    for (String rule : rules) {
      List<Issue> issues = RuleParser.parse(new RuleFile("r.yaml", rule)).issues();
      assertThat(issues).as(rule).isNotEmpty();
      all.append(IssuePrinter.print(issues)).append('\n');
    }
    GoldenFile.assertEquals("rules/" + name + ".txt", all.toString());
  }

  @Test
  void looksAtRulesTogether() {
    String first = HEAD + "when: temperature_c > 1.0\nincident: {inhibit: [gail]}\n";
    String gale = HEAD.replace("rule: r", "rule: gale") + "when: wind_speed_ms > 17.2\n";
    var set =
        RuleSetParser.parse(
            List.of(
                new RuleFile("r.yaml", first),
                new RuleFile("s.yaml", first),
                new RuleFile("gale.yaml", gale)),
            "rules/");
    assertThat(set.rules()).extracting(rule -> rule.id()).containsExactly("gale", "r");
    GoldenFile.assertEquals("rules/set.txt", IssuePrinter.print(set.issues()));
  }

  @Test
  void rulesThatSilenceEachOtherAreToldOnceAndPlacesCompared() {
    var set =
        RuleSetParser.parse(
            List.of(
                silencing("a", "b", "station_id"),
                silencing("b", "c", "station_id"),
                silencing("c", "a", "station_id"),
                silencing("d", "b", "region"),
                silencing("e", "f", "region, labels.x"),
                silencing("f", "f2", "labels.x, region")),
            "rules/");
    GoldenFile.assertEquals("rules/inhibit.txt", IssuePrinter.print(set.issues()));
  }

  private static RuleFile silencing(String rule, String other, String by) {
    String text =
        HEAD.replace("rule: r", "rule: " + rule)
            + "labels: {x: y}\nwhen: temperature_c > 1.0\nincident: {by: [%s], inhibit: [%s]}\n"
                .formatted(by, other);
    return new RuleFile(rule + ".yaml", text);
  }
}
