package io.petrel.cli;

import io.petrel.engine.LocalCluster;
import io.petrel.replay.ruletest.JUnitReport;
import io.petrel.replay.ruletest.RuleCoverage;
import io.petrel.replay.ruletest.RuleTestFile;
import io.petrel.replay.ruletest.RuleTestFolder;
import io.petrel.replay.ruletest.RuleTestJson;
import io.petrel.replay.ruletest.RuleTestResult;
import io.petrel.replay.ruletest.RuleTestRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run of rule tests, shown while it goes on. */
final class TestRun {
  private final Terminal terminal;
  private final SiteOptions.Site site;
  private final boolean json;
  private final boolean covers;
  private final List<RuleTestResult> results = new ArrayList<>();
  private final List<RuleCoverage> coverages = new ArrayList<>();
  private final JUnitReport report = new JUnitReport();

  /**
   * A run that has not begun.
   *
   * @param covers whether to find out which ways through the rules are taken
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
    tell(Duration.ofNanos(System.nanoTime() - started));
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

  private void tell(Duration took) {
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
}
