package io.petrel.cli.author;

import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.files.SiteOptions;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.engine.LocalCluster;
import io.petrel.issue.IssuePrinter;
import io.petrel.replay.ruletest.FolderChanges;
import io.petrel.replay.ruletest.file.RuleTestFile;
import io.petrel.replay.ruletest.file.RuleTestFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code petrel test}: the rules' own tests. */
@Command(
    name = "test",
    description = {
      "Run the tests of a folder of rules, *.test.yaml, through the production pipeline with a clock of their own: observations in, expected matches, alerts and mails out. Exit code 1 if a test fails or something is faulty.",
      "How to write one: rules/TESTING.md."
    },
    footer = {
      "",
      "Examples:",
      "  petrel test                      the rules beside the launcher",
      "  petrel test my-rules/ --filter gale",
      "  petrel test --coverage-min 100     fails when a path through a rule has no test",
      "  petrel test --watch my-rules/      again whenever a file is saved",
      "  petrel test --junit target/rules.xml",
      "  petrel test --json | jq -r 'select(.passed | not) | .test'"
    })
public final class TestCommand implements Callable<Integer> {
  private static final long LOOK_EVERY_MILLIS = 200;

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin SiteOptions site = new SiteOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Folder of rules. Default: rules beside the launcher.")
  @Nullable Path folder;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "TEXT",
      description = "Only tests whose rule or name contains this text, in any case.")
  @Nullable String filter;

  @Option(names = "--json", description = "Each result as one JSON line, nothing else.")
  boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the results as JUnit XML, for a build server.")
  @Nullable Path junit;

  @Option(
      names = "--coverage",
      description =
          "Show for each rule which steps, branches, time-outs, severities and ends no test reaches.")
  boolean coverage;

  @Option(
      names = "--coverage-min",
      paramLabel = "PERCENT",
      description = "Exit code 1 if a rule's coverage is lower. Implies --coverage.")
  @Nullable Integer coverageMin;

  @Option(
      names = "--watch",
      description =
          "Keep running: repeat the tests of a rule when its file or its test file is saved. Ctrl-C ends.")
  boolean watch;

  private final Terminal terminal;
  private boolean away;
  private SiteOptions.Site settings = SiteOptions.Site.ofDefaults();

  public TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (coverageMin != null && (coverageMin < 0 || coverageMin > 100)) {
      throw CommandFailure.usage(
          "--coverage-min is %d; allowed is 0 to 100".formatted(coverageMin));
    }
    settings = site.read(terminal);
    Path tested = folder == null ? RuleFolders.standard() : folder;
    RuleTestFolder read = RuleTestFolder.read(tested);
    if (read.hasErrors()) {
      throw CommandFailure.failed(faults(tested, read));
    }
    List<RuleTestFile> files = filtered(read.tests());
    if (files.isEmpty()) {
      throw CommandFailure.failed(
          filter == null
              ? "there is no test in %s: the tests of a rule are in <rule>.test.yaml beside it"
                  .formatted(tested)
              : "no test in %s has '%s' in its rule or name".formatted(tested, filter));
    }
    terminal.progress("starting the pipeline");
    try (LocalCluster cluster = LocalCluster.start(1)) {
      FolderChanges changes = new FolderChanges(tested);
      int code = run(cluster, read, files);
      if (filter == null && !read.untested().isEmpty()) {
        terminal.note("without a test: " + String.join(", ", read.untested()));
      }
      while (watch) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        again(cluster, tested, changed(changes, tested));
      }
      return code;
    } catch (IOException e) {
      throw CommandFailure.failed("%s: %s".formatted(tested, FaultMessages.causes(e)), e);
    } catch (IllegalStateException e) {
      throw CommandFailure.failed("the pipeline failed: " + FaultMessages.causes(e), e);
    }
  }

  /** What changed; waits while the folder is missing, and reports that once. */
  private Set<String> changed(FolderChanges changes, Path tested) {
    try {
      Set<String> changed = changes.next();
      if (away) {
        terminal.note("%s is back".formatted(tested));
      }
      away = false;
      return changed;
    } catch (IOException e) {
      if (!away) {
        terminal.note(
            "%s cannot be read (%s); waiting for it, Ctrl-C ends"
                .formatted(
                    tested,
                    e instanceof NoSuchFileException ? "not there" : FaultMessages.causes(e)));
      }
      away = true;
      return Set.of();
    }
  }

  /** Runs the tests that a change of the folder concerns, in the running cluster. */
  private void again(LocalCluster cluster, Path tested, Set<String> changed)
      throws InterruptedException {
    if (changed.isEmpty()) {
      return;
    }
    terminal.line("");
    terminal.line(terminal.styled("changed: " + String.join(", ", changed), Terminal.Style.DIM));
    RuleTestFolder read = RuleTestFolder.read(tested);
    if (read.hasErrors()) {
      terminal.note(faults(tested, read));
      return;
    }
    List<RuleTestFile> files = FolderChanges.concerned(filtered(read.tests()), changed);
    if (files.isEmpty()) {
      terminal.note("no tests for it");
      return;
    }
    run(cluster, read, files);
  }

  private static String faults(Path tested, RuleTestFolder read) {
    return "%s has faults:%n%n%s"
        .formatted(tested, IssuePrinter.print(read.issues()).stripTrailing());
  }

  private List<RuleTestFile> filtered(List<RuleTestFile> files) {
    return files.stream().map(this::filtered).filter(file -> !file.tests().isEmpty()).toList();
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

  private int run(LocalCluster cluster, RuleTestFolder read, List<RuleTestFile> files)
      throws InterruptedException {
    TestRun run = new TestRun(terminal, settings, json, coverage || coverageMin != null);
    run.run(cluster, read, files);
    if (junit != null) {
      write(junit, run.junitXml());
    }
    List<String> low =
        run.coverages().stream()
            .filter(c -> coverageMin != null && c.percent() < coverageMin)
            .map(c -> "%s: %s".formatted(c.rule().id(), String.join("; ", c.missing())))
            .toList();
    if (!low.isEmpty()) {
      terminal.note(
          "coverage is below %d %% of%n  %s"
              .formatted(coverageMin, String.join(System.lineSeparator() + "  ", low)));
    }
    return run.failed() == 0 && low.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
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
