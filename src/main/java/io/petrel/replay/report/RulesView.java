package io.petrel.replay.report;

import io.petrel.weather.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The loudest and the silent rules. Plain text, not escaped.
 *
 * @param loudest a sentence about them
 */
record RulesView(String loudest, List<RuleRow> rows, List<Silent> silent) {
  record RuleRow(
      String id,
      String title,
      String tone,
      String severity,
      String matches,
      String incidents,
      String records,
      String open,
      String share,
      boolean mute) {}

  record Silent(String id, String title, String why) {}

  static RulesView of(List<RuleSummary> rules, HistoryScan survey) {
    return new RulesView(
        loudest(rules),
        rules.stream().map(rule -> row(rule, rules)).toList(),
        rules.stream().filter(RuleSummary::isSilent).map(rule -> silent(rule, survey)).toList());
  }

  private static RuleRow row(RuleSummary rule, List<RuleSummary> all) {
    long most = Math.max(1, all.get(0).records());
    return new RuleRow(
        rule.id(),
        rule.title(),
        Words.tone(rule.severity()),
        rule.severity().code(),
        Words.count(rule.matches()),
        Words.count(rule.incidents().size()),
        Words.count(rule.records()),
        Words.count(rule.open()),
        String.format(Locale.ROOT, "%.1f", 100.0 * rule.records() / most),
        rule.isSilent());
  }

  /** Why it was silent: fields that it reads and that are missing. */
  private static Silent silent(RuleSummary rule, HistoryScan survey) {
    long reports = survey.quality().stream().mapToLong(StationQuality::reports).sum();
    List<String> scarce = new ArrayList<>();
    for (Variable variable : rule.reads()) {
      long missing = survey.quality().stream().mapToLong(s -> s.missing(variable)).sum();
      if (2 * missing > reports) {
        scarce.add(
            "%s is missing in %s %% of the reports"
                .formatted(variable.name(), Words.percent(missing, reports)));
      }
    }
    String why =
        rule.matches() > 0
            ? String.format(
                Locale.ROOT,
                "matched %,d times, always while another incident silenced it",
                rule.matches())
            : "never matched";
    return new Silent(
        rule.id(), rule.title(), scarce.isEmpty() ? why : why + "; " + String.join(", ", scarce));
  }

  /** The fewest rules that make at least half of all records. */
  private static String loudest(List<RuleSummary> rules) {
    long all = rules.stream().mapToLong(RuleSummary::records).sum();
    if (all == 0) {
      return "No rule sent an alert record.";
    }
    long told = 0;
    List<String> loudest = new ArrayList<>();
    for (RuleSummary rule : rules) {
      if (2 * told >= all) {
        break;
      }
      told += rule.records();
      loudest.add(String.format(Locale.ROOT, "%s (%,d)", rule.id(), rule.records()));
    }
    return String.format(
        Locale.ROOT,
        "%s %s %s %% of the %,d alert records: %s.",
        Words.count(loudest.size(), "rule"),
        loudest.size() == 1 ? "makes" : "make",
        Words.percent(told, all),
        all,
        String.join(", ", loudest));
  }
}
