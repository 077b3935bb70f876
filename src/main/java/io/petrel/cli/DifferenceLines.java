package io.petrel.cli;

import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.Difference;
import io.petrel.replay.compare.DifferenceJson;
import io.petrel.replay.compare.DifferenceWords;
import java.util.Locale;

/** Shows where two sets of rules differ. */
final class DifferenceLines {
  private final Terminal terminal;

  DifferenceLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Shows all of them, and counts on standard error.
   *
   * @param json whether each is one line of JSON
   */
  void show(Comparison comparison, boolean json) {
    for (Difference difference : comparison.differences()) {
      terminal
          .out()
          .println(
              json
                  ? DifferenceJson.line(difference)
                  : styledKind(difference.kind()) + "  " + DifferenceWords.of(difference));
    }
    terminal.flush();
    terminal.note(
        "%,d incidents with --rules, %,d with --against: %,d added, %,d removed, %,d moved, %,d changed, %,d the same"
            .formatted(
                comparison.after(),
                comparison.before(),
                comparison.count(Difference.Kind.ADDED),
                comparison.count(Difference.Kind.REMOVED),
                comparison.count(Difference.Kind.MOVED),
                comparison.count(Difference.Kind.CHANGED),
                comparison.same()));
  }

  private String styledKind(Difference.Kind kind) {
    String word = "%-7s".formatted(kind.name().toUpperCase(Locale.ROOT));
    return switch (kind) {
      case ADDED -> terminal.styled(word, Terminal.Style.GREEN);
      case REMOVED -> terminal.styled(word, Terminal.Style.RED);
      case MOVED, CHANGED -> terminal.styled(word, Terminal.Style.YELLOW);
    };
  }
}
