package io.petrel.cli.author;

import io.petrel.cli.terminal.Terminal;
import io.petrel.replay.compare.Change;
import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.DifferenceJson;
import io.petrel.replay.compare.DifferenceWords;
import io.petrel.replay.compare.IncidentDifference;
import io.petrel.replay.compare.MailComparison;
import io.petrel.replay.compare.MailDifference;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Shows where two sets of rules differ. */
final class DifferenceLines {
  private final Terminal terminal;

  DifferenceLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Shows all of them, and counts on standard error.
   *
   * @param mails null = not asked for
   * @param json whether each is one line of JSON
   */
  void show(Comparison comparison, @Nullable MailComparison mails, boolean json) {
    for (IncidentDifference difference : comparison.differences()) {
      terminal.row(
          json
              ? DifferenceJson.line(difference)
              : styled(difference.kind()) + "  " + DifferenceWords.of(difference));
    }
    if (mails != null) {
      for (MailDifference difference : mails.differences()) {
        terminal.row(
            json
                ? DifferenceJson.line(difference)
                : styled(difference.kind()) + "  " + DifferenceWords.of(difference));
      }
    }
    terminal.flush();
    summary(
        "incidents", comparison.after(), comparison.before(), comparison::count, comparison.same());
    if (mails != null) {
      summary("mails", mails.after(), mails.before(), mails::count, mails.same());
    }
  }

  private void summary(String what, int after, int before, ToLongFunction<Change> count, int same) {
    terminal.note(
        "%,d %s with --rules, %,d with --against: %,d added, %,d removed, %,d moved, %,d changed, %,d the same"
            .formatted(
                after,
                what,
                before,
                count.applyAsLong(Change.ADDED),
                count.applyAsLong(Change.REMOVED),
                count.applyAsLong(Change.MOVED),
                count.applyAsLong(Change.CHANGED),
                same));
  }

  private String styled(Change kind) {
    String word = "%-7s".formatted(kind.name());
    return switch (kind) {
      case ADDED -> terminal.styled(word, Terminal.Style.GREEN);
      case REMOVED -> terminal.styled(word, Terminal.Style.RED);
      case MOVED, CHANGED -> terminal.styled(word, Terminal.Style.YELLOW);
    };
  }
}
