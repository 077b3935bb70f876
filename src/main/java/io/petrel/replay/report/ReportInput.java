package io.petrel.replay.report;

import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.compare.Comparison;
import io.petrel.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells of.
 *
 * @param files names of the files of history
 * @param rulesName where the rules came from
 * @param rules by id
 * @param old the rules that they are compared with; null = none
 * @param version of Petrel
 */
public record ReportInput(
    History history,
    List<String> files,
    String rulesName,
    List<Rule> rules,
    Backtest.Outcome outcome,
    @Nullable Old old,
    String version) {

  /** The rules that new ones are compared with, and what came of it. */
  public record Old(String rulesName, Backtest.Outcome outcome, Comparison comparison) {}

  public ReportInput {
    files = List.copyOf(files);
    rules = List.copyOf(rules);
  }
}
