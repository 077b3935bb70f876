package io.petrel.detect;

import io.petrel.rule.RuleFile;

/** A few rules that differ in what an engine has to remember. */
final class SampleRules {
  private SampleRules() {}

  static String head(String id, String title) {
    return """
        rule: %s
        title: %s
        severity: minor
        urgency: immediate
        certainty: observed
        category: met
        headline: %s
        """
        .formatted(id, title, id);
  }

  static RuleFile silent() {
    return new RuleFile(
        "silent.yaml",
        head("silent", "title")
            + """
            within: 30m
            pattern:
              - step: heard
              - step: silence
                absent: true
                follows: relaxed
            """);
  }

  static RuleFile cooling(String title, String onEdit, int degrees) {
    return new RuleFile(
        "cooling.yaml",
        head("cooling", title)
            + """
            on-edit: %s
            within: 30m
            pattern:
              - step: warm
              - step: cold
                follows: relaxed
                where: warm.temperature_c - temperature_c >= %d.0
            """
                .formatted(onEdit, degrees));
  }

  /** Runs in Flink CEP's automaton. */
  static RuleFile falling() {
    return new RuleFile(
        "falling.yaml",
        head("falling", "title")
            + """
            within: 20m
            after-match: no-skip
            pattern:
              - step: first
              - step: falling
                follows: strict
                times: 2+
                consecutive: true
                where: temperature_c < previous(temperature_c)
              - step: last
                follows: strict
                where: fall(temperature_c, "15m") >= 6.0
            """);
  }
}
