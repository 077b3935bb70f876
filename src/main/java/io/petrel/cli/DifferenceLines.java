package io.petrel.cli;

import io.petrel.replay.compare.Comparison;
import io.petrel.replay.compare.Difference;
import io.petrel.replay.compare.DifferenceJson;
import io.petrel.replay.compare.DifferenceWords;
import java.util.Locale;

/** Shows where two sets of rules differ, for people. */
final class DifferenceLines {
  private final Terminal terminal;

  DifferenceLines(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(Comparison comparison) {
    for (Difference difference : comparison.differences()) {
      terminal.line(styledKind(difference.kind()) + "  " + DifferenceWords.of(difference));
    }
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

  /** One line of JSON for each. */
  void showJson(Comparison comparison) {
    for (Difference difference : comparison.differences()) {
      terminal.out().println(DifferenceJson.line(difference));
    }
    terminal.flush();
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
