package io.petrel.replay.report;

import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.MailComparison;
import io.petrel.replay.compare.MailLine;
import io.petrel.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells of.
 *
 * @param files names of the files of history
 * @param rulesName where the rules came from
 * @param rules by id
 * @param mails that the outcome's alerts make; null = nobody asked for them
 * @param old the rules that they are compared with; null = none
 * @param version of Petrel
 */
public record ReportInput(
    History history,
    List<String> files,
    String rulesName,
    List<Rule> rules,
    Backtest.Outcome outcome,
    @Nullable List<MailLine> mails,
    @Nullable Old old,
    String version) {

  /**
   * The rules that new ones are compared with, and what came of it.
   *
   * @param mails null = nobody asked for them
   */
  public record Old(
      String rulesName,
      Backtest.Outcome outcome,
      Comparison comparison,
      @Nullable MailComparison mails) {}

  public ReportInput {
    files = List.copyOf(files);
    rules = List.copyOf(rules);
    mails = mails == null ? null : List.copyOf(mails);
  }
}
