package io.petrel.cli;

import io.petrel.engine.PipelineSettings;
import io.petrel.issue.IssuePrinter;
import io.petrel.replay.ruletest.JUnitReport;
import io.petrel.replay.ruletest.RuleTestFile;
import io.petrel.replay.ruletest.RuleTestFolder;
import io.petrel.replay.ruletest.RuleTestJson;
import io.petrel.replay.ruletest.RuleTestResult;
import io.petrel.replay.ruletest.RuleTestRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel test}: the rules' own tests. */
@Command(
    name = "test",
    description = {
      "Run the tests of a folder of rules, *.test.yaml, through the production pipeline with a clock"
          + " of their own: observations in, expected matches and alerts out. Exit code 1 if a test"
          + " fails or something is faulty.",
      "How to write one: rules/TESTING.md."
    },
    footer = {
      "",
      "Examples:",
      "  petrel test                      the rules beside the launcher",
      "  petrel test my-rules/ --filter gale",
      "  petrel test --junit target/rules.xml",
      "  petrel test --json | jq -r 'select(.passed | not) | .test'"
    })
final class TestCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Folder of rules. Default: rules beside the launcher.")
  @Nullable Path folder;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "TEXT",
      description = "Only tests whose rule or name has this text in it, whatever the case.")
  @Nullable String filter;

  @Option(names = "--json", description = "Each result as one JSON line, nothing else.")
  boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results as JUnit XML, for a build server.")
  @Nullable Path junit;

  private final Terminal terminal;

  TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogFile.console(common.verbose);
    Path tested = folder == null ? RuleFolders.standard() : folder;
    RuleTestFolder read = RuleTestFolder.read(tested);
    if (read.hasErrors()) {
      throw CommandFailure.failed(
          "%s has faults:%n%n%s"
              .formatted(tested, IssuePrinter.print(read.issues()).stripTrailing()));
    }
    List<RuleTestFile> files = read.tests().stream().map(this::filtered).toList();
    files = files.stream().filter(file -> !file.tests().isEmpty()).toList();
    if (files.isEmpty()) {
      throw CommandFailure.failed(
          filter == null
              ? "there is no test in %s: the tests of a rule are in <rule>.test.yaml beside it"
                  .formatted(tested)
              : "no test in %s has '%s' in its rule or name".formatted(tested, filter));
    }
    return run(read, files);
  }

  private RuleTestFile filtered(RuleTestFile file) {
    if (filter == null || contains(file.rule(), filter)) {
      return file;
    }
    String wanted = filter;
    return new RuleTestFile(
        file.name(),
        file.rule(),
        file.tests().stream().filter(test -> contains(test.name(), wanted)).toList());
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private int run(RuleTestFolder read, List<RuleTestFile> files) throws InterruptedException {
    int total = files.stream().mapToInt(file -> file.tests().size()).sum();
    List<RuleTestResult> results = new ArrayList<>();
    JUnitReport report = new JUnitReport();
    long started = System.nanoTime();
    long[] last = {started};
    terminal.progress("starting the pipeline");
    try {
      new RuleTestRunner(read.rules(), PipelineSettings.defaults())
          .run(
              files,
              ofFile -> {
                long now = System.nanoTime();
                Duration took = Duration.ofNanos(now - last[0]);
                last[0] = now;
                results.addAll(ofFile);
                report.add(ofFile, took);
                show(ofFile, took);
                terminal.progress("%d of %d tests".formatted(results.size(), total));
              });
    } catch (IllegalStateException e) {
      throw CommandFailure.failed("the pipeline failed: " + FaultMessages.causes(e), e);
    }
    if (junit != null) {
      write(junit, report.xml());
    }
    long failed = results.stream().filter(result -> !result.passed()).count();
    tellTotal(read, results.size(), failed, Duration.ofNanos(System.nanoTime() - started));
    return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void show(List<RuleTestResult> results, Duration took) {
    if (json) {
      results.forEach(result -> terminal.line(RuleTestJson.line(result)));
      return;
    }
    TestLines lines = new TestLines(terminal);
    lines.ofFile(results, took).forEach(terminal::line);
  }

  private void tellTotal(RuleTestFolder read, int ran, long failed, Duration took) {
    if (filter == null && !read.untested().isEmpty()) {
      terminal.note("without a test: " + String.join(", ", read.untested()));
    }
    String total =
        "%d %s, %s in %s"
            .formatted(
                ran,
                ran == 1 ? "test" : "tests",
                failed == 0 ? "all passed" : failed + " failed",
                TestLines.seconds(took));
    if (json) {
      terminal.note(total);
    } else {
      terminal.line(
          terminal.styled(total, failed == 0 ? Terminal.Style.GREEN : Terminal.Style.RED));
    }
  }

  private static void write(Path file, String text) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CommandFailure.failed("%s: %s".formatted(file, FaultMessages.causes(e)), e);
    }
  }
}
