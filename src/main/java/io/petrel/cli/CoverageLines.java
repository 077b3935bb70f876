package io.petrel.cli;

import io.petrel.replay.ruletest.RuleCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Coverage of rules for a person: a line for each rule, and what its tests leave out. */
final class CoverageLines {
  private final Terminal terminal;

  CoverageLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines, the total last. */
  List<String> of(List<RuleCoverage> coverages) {
    int widest = coverages.stream().mapToInt(c -> c.rule().id().length()).max().orElse(1);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(terminal.styled("coverage", Terminal.Style.BOLD));
    int covered = 0;
    int points = 0;
    for (RuleCoverage coverage : coverages) {
      covered += coverage.covered();
      points += coverage.points();
      String share =
          "%6s  %d of %d"
              .formatted(percent(coverage.percent()), coverage.covered(), coverage.points());
      lines.add(
          "  %s  %s"
              .formatted(
                  pad(coverage.rule().id(), widest),
                  coverage.missing().isEmpty()
                      ? terminal.styled(share, Terminal.Style.GREEN)
                      : terminal.styled(share, Terminal.Style.YELLOW)));
      coverage.missing().forEach(missing -> lines.add("    " + missing));
    }
    if (points > 0 && coverages.size() > 1) {
      lines.add(
          "  %s  %6s  %d of %d"
              .formatted(pad("total", widest), percent(100.0 * covered / points), covered, points));
    }
    lines.add("");
    return lines;
  }

  /** Rounded down: 100 % is all of them. */
  static String percent(double share) {
    double shown = Math.floor(share * 10) / 10;
    return (shown == Math.rint(shown)
            ? String.valueOf((long) shown)
            : String.format(Locale.ROOT, "%.1f", shown))
        + " %";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
