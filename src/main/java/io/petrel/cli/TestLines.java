package io.petrel.cli;

import io.petrel.replay.ruletest.Difference;
import io.petrel.replay.ruletest.RuleTestResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results of rule tests for a person: one line for a good file, all differences of a bad test. */
final class TestLines {
  private final Terminal terminal;

  TestLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The lines of a file's results, at least one result. */
  List<String> ofFile(List<RuleTestResult> results, Duration took) {
    List<String> lines = new ArrayList<>();
    long passed = results.stream().filter(RuleTestResult::passed).count();
    boolean isGood = passed == results.size();
    lines.add(
        "%s %s  %s"
            .formatted(
                terminal.styled(
                    isGood ? "ok  " : "FAIL", isGood ? Terminal.Style.GREEN : Terminal.Style.RED),
                results.get(0).file().rule(),
                terminal.styled(
                    "%s, %s"
                        .formatted(
                            isGood
                                ? passed + " passed"
                                : "%d of %d failed"
                                    .formatted(results.size() - passed, results.size()),
                            seconds(took)),
                    Terminal.Style.DIM)));
    for (RuleTestResult result : results) {
      if (!result.passed()) {
        addFailure(result, lines);
      }
    }
    return lines;
  }

  private void addFailure(RuleTestResult result, List<String> lines) {
    lines.add(
        "  %s  %s"
            .formatted(
                terminal.styled(result.test().name(), Terminal.Style.BOLD),
                terminal.styled(
                    result.file().name() + ":" + result.test().line(), Terminal.Style.DIM)));
    for (Difference difference : result.differences()) {
      lines.add("    %s (line %d)".formatted(difference.what(), difference.line()));
      lines.add("      exp: " + terminal.styled(difference.expected(), Terminal.Style.GREEN));
      lines.add("      got: " + terminal.styled(difference.got(), Terminal.Style.RED));
    }
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
