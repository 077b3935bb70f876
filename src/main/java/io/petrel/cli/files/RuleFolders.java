package io.petrel.cli.files;

import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.Terminal;
import io.petrel.detect.DetectSettings;
import io.petrel.detect.Detector;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.ParsedSet;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.rule.yaml.RuleSetParser;
import io.petrel.text.Durations;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The rules of a folder, as a command sees them.
 *
 * @param files that can be read
 * @param rules that are good
 * @param issues of the folder and of all files, by place
 */
public record RuleFolders(List<RuleFile> files, List<Rule> rules, List<Issue> issues) {
  /** How long a folder may take to be read. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Reads and checks a folder; faults are issues. */
  public static RuleFolders read(Path folder) {
    return read(folder, DetectSettings.DEFAULT);
  }

  /**
   * As {@link #read(Path)}.
   *
   * @param settings of the engine that is to run the rules
   */
  public static RuleFolders read(Path folder, DetectSettings settings) {
    return checked(folder, settings, contents(folder, PATIENCE, () -> RuleFolder.read(folder)));
  }

  /** What is in the folder; a file system that hangs is a fault, and holds nobody for ever. */
  static RuleFolder.Contents contents(
      Path folder, Duration patience, Callable<RuleFolder.Contents> read) {
    FutureTask<RuleFolder.Contents> task = new FutureTask<>(read);
    Thread thread = new Thread(task, "read " + folder);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new RuleFolder.Contents(
          List.of(),
          List.of(
              Issue.ofFile(
                  folder.toString(),
                  "does not answer within %s; is it a share that hangs?"
                      .formatted(Durations.words(patience.toMillis())))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + folder, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading %s failed".formatted(folder), e.getCause());
    }
  }

  private static RuleFolders checked(
      Path folder, DetectSettings settings, RuleFolder.Contents contents) {
    String shown = folder + File.separator;
    ParsedSet parsed = RuleSetParser.parse(contents.files(), shown, settings.partialMatches());
    Issues issues = new Issues();
    issues.addAll(contents.issues());
    issues.addAll(parsed.issues());
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : parsed.rules()) {
      Optional<String> refusal = Detector.refusal(rule);
      refusal.ifPresentOrElse(
          why -> issues.add(Issue.ofFile(shown + RuleFile.nameOf(rule.id()), why)),
          () -> rules.add(rule));
    }
    return new RuleFolders(contents.files(), rules, issues.sorted());
  }

  /**
   * The files of a folder whose rules are all good; shows warnings.
   *
   * @param settings of the engine that is to run the rules
   * @throws CommandFailure with every fault, or if there is no rule
   */
  public static List<RuleFile> requireGood(
      Path folder, DetectSettings settings, Terminal terminal) {
    RuleFolders read = read(folder, settings);
    if (read.hasErrors()) {
      throw CommandFailure.failed(
          "the rules in %s have faults:%n%n%s"
              .formatted(folder, IssuePrinter.print(read.issues()).stripTrailing()));
    }
    if (read.files().isEmpty()) {
      throw CommandFailure.failed(
          "no rules in %s: a rule is a file whose name ends in .yaml".formatted(folder));
    }
    read.printIssues(terminal);
    return read.files();
  }

  /** The files of a folder that are good on their own; shows faults and warnings. */
  public static List<RuleFile> readGood(Path folder, DetectSettings settings, Terminal terminal) {
    RuleFolders read = read(folder, settings);
    read.printIssues(terminal);
    if (read.hasErrors()) {
      terminal.note("The last good version of each rule keeps running; see 'petrel rules'.");
    }
    return read.files().stream()
        .filter(
            file ->
                RuleSetParser.parse(List.of(file)).rules().stream()
                    .anyMatch(rule -> Detector.refusal(rule).isEmpty()))
        .toList();
  }

  /**
   * A good rule.
   *
   * @param folder where it was searched, for the message
   * @throws CommandFailure with the nearest name, if there is none of that id
   */
  public Rule require(String id, Path folder) {
    return rules.stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "there is no good rule '%s' in %s%s; 'petrel check' shows faults"
                        .formatted(
                            id,
                            folder,
                            NearestName.hint(id, rules.stream().map(Rule::id).toList()))));
  }

  private void printIssues(Terminal terminal) {
    if (!issues.isEmpty()) {
      terminal.note(IssuePrinter.print(issues).stripTrailing());
    }
  }

  boolean hasErrors() {
    return issues.stream().anyMatch(Issue::isError);
  }

  /** The rules beside the launcher, or those of the working folder. */
  public static Path standard() {
    return ConfigFiles.home().resolve("rules");
  }
}
