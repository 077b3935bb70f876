package io.petrel.cli.author;

import io.petrel.cli.files.SiteOptions;
import io.petrel.cli.terminal.Terminal;
import io.petrel.engine.LocalCluster;
import io.petrel.replay.ruletest.JUnitReport;
import io.petrel.replay.ruletest.Mismatch;
import io.petrel.replay.ruletest.RuleCoverage;
import io.petrel.replay.ruletest.RuleTestJson;
import io.petrel.replay.ruletest.RuleTestResult;
import io.petrel.replay.ruletest.RuleTestRunner;
import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One run of rule tests, shown while it runs. */
final class TestRun {
  private final Terminal terminal;
  private final SiteOptions.Site site;
  private final boolean json;
  private final boolean covers;
  private final List<RuleTestResult> results = new ArrayList<>();
  private final List<RuleCoverage> coverages = new ArrayList<>();
  private final JUnitReport report = new JUnitReport();

  /**
   * A run that has not started.
   *
   * @param covers whether to record which paths through the rules the tests take
   */
  TestRun(Terminal terminal, SiteOptions.Site site, boolean json, boolean covers) {
    this.terminal = terminal;
    this.site = site;
    this.json = json;
    this.covers = covers;
  }

  /** Runs tests and shows results. */
  void run(LocalCluster cluster, RuleTestFolder folder, List<RuleTestFile> files)
      throws InterruptedException {
    int total = files.stream().mapToInt(file -> file.tests().size()).sum();
    RuleTestRunner runner = new RuleTestRunner(folder.rules(), site.pipeline(), site.mail());
    long started = System.nanoTime();
    for (RuleTestFile file : files) {
      long before = System.nanoTime();
      List<RuleTestResult> ofFile = run(runner, cluster, file);
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      results.addAll(ofFile);
      report.add(ofFile, took);
      show(ofFile, took);
      terminal.progress("%d of %d tests".formatted(results.size(), total));
    }
    printSummary(Duration.ofNanos(System.nanoTime() - started));
  }

  private List<RuleTestResult> run(RuleTestRunner runner, LocalCluster cluster, RuleTestFile file)
      throws InterruptedException {
    if (!covers) {
      return runner.run(cluster, file);
    }
    RuleTestRunner.Covered covered = runner.runCovered(cluster, file);
    coverages.add(covered.coverage());
    return covered.results();
  }

  private void show(List<RuleTestResult> ofFile, Duration took) {
    if (json) {
      ofFile.forEach(result -> terminal.line(RuleTestJson.line(result)));
    } else {
      new TestLines(terminal).ofFile(ofFile, took).forEach(terminal::line);
    }
  }

  private void printSummary(Duration took) {
    if (json) {
      coverages.forEach(coverage -> terminal.line(RuleTestJson.line(coverage)));
    } else if (covers) {
      new CoverageLines(terminal).of(coverages).forEach(terminal::line);
    }
    long failed = failed();
    String total =
        "%d %s, %s in %s"
            .formatted(
                results.size(),
                results.size() == 1 ? "test" : "tests",
                failed == 0 ? "all passed" : failed + " failed",
                TestLines.seconds(took));
    if (json) {
      terminal.note(total);
    } else {
      terminal.line(
          terminal.styled(total, failed == 0 ? Terminal.Style.GREEN : Terminal.Style.RED));
    }
  }

  long failed() {
    return results.stream().filter(result -> !result.passed()).count();
  }

  /** Coverage of each rule that ran; empty unless asked for. */
  List<RuleCoverage> coverages() {
    return List.copyOf(coverages);
  }

  String junitXml() {
    return report.xml();
  }

  /** Coverage of rules for a person: a line for each rule, and what its tests do not reach. */
  private static final class CoverageLines {
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
                .formatted(
                    pad("total", widest), percent(100.0 * covered / points), covered, points));
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

  /**
   * Results of rule tests for a person: one line for a good file, all differences of a bad test.
   */
  private static final class TestLines {
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
      for (Mismatch difference : result.differences()) {
        lines.add("    %s (line %d)".formatted(difference.what(), difference.line()));
        lines.add("      exp: " + terminal.styled(difference.expected(), Terminal.Style.GREEN));
        lines.add("      got: " + terminal.styled(difference.got(), Terminal.Style.RED));
      }
    }

    static String seconds(Duration duration) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
  }
}
