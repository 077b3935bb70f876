package io.petrel.replay.report;

import io.petrel.replay.ArrivalFigures;
import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.MailComparison;
import io.petrel.replay.compare.MailLine;
import io.petrel.rule.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The input of a report.
 *
 * @param files names of the files of history
 * @param rulesName where the rules came from
 * @param rules by id
 * @param mails that the outcome's alerts make; null = not asked for
 * @param old the rules that they are compared with; null = none
 * @param arrivals how immediate alerts did; null = reports came in order
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
    @Nullable ArrivalFigures arrivals,
    String version) {

  /**
   * The old rules of a comparison, and its result.
   *
   * @param mails null = not asked for
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
