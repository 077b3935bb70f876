package io.petrel.replay.ruletest.file;

import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.NearestName;
import io.petrel.issue.SourceText;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.ParsedSet;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.rule.yaml.RuleSetParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of a folder and their tests.
 *
 * @param rules the good ones by id, with their files
 * @param tests of good rules, by file name
 * @param issues of rules and tests, by place
 */
public record RuleTestFolder(
    Map<String, TestedRule> rules, List<RuleTestFile> tests, List<Issue> issues) {
  /** A rule and the file that it was read from. */
  public record TestedRule(Rule rule, RuleFile file) {}

  public RuleTestFolder {
    rules = Map.copyOf(rules);
    tests = List.copyOf(tests);
    issues = List.copyOf(issues);
  }

  /** Reads a folder; faults are issues. */
  public static RuleTestFolder read(Path folder) {
    RuleFolder.Contents contents = RuleFolder.read(folder);
    String shown = folder + File.separator;
    ParsedSet parsed = RuleSetParser.parse(contents.files(), shown);
    Issues issues = new Issues();
    issues.addAll(contents.issues());
    issues.addAll(parsed.issues());
    Map<String, TestedRule> rules = new LinkedHashMap<>();
    for (Rule rule : parsed.rules()) {
      contents.files().stream()
          .filter(file -> file.id().equals(rule.id()))
          .findFirst()
          .ifPresent(file -> rules.put(rule.id(), new TestedRule(rule, file)));
    }
    List<RuleTestFile> tests = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      for (Path file : testFiles(folder, issues)) {
        read(file, contents.files(), rules, issues).ifPresent(tests::add);
      }
    }
    return new RuleTestFolder(rules, tests, issues.sorted());
  }

  /** Whether there is a rule or test that cannot run. */
  public boolean hasErrors() {
    return issues.stream().anyMatch(Issue::isError);
  }

  /** Ids of good rules without a test, sorted. */
  public List<String> untested() {
    return rules.keySet().stream()
        .filter(id -> tests.stream().noneMatch(file -> file.rule().equals(id)))
        .sorted()
        .toList();
  }

  /**
   * Reads tests of a rule from a text instead of a file.
   *
   * @param issues receives the faults
   */
  public static RuleTestFile parse(SourceText tests, TestedRule tested, Issues issues) {
    Rule rule = tested.rule();
    return new RuleTestReader(Map.of(rule.id(), tested), issues).read(tests, rule);
  }

  private static List<Path> testFiles(Path folder, Issues issues) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> RuleFile.isTest(String.valueOf(path.getFileName())))
          .sorted()
          .toList();
    } catch (IOException e) {
      issues.add(Issue.ofFile(folder.toString(), "cannot be listed: " + e.getMessage()));
      return List.of();
    }
  }

  private static Optional<RuleTestFile> read(
      Path file, List<RuleFile> ruleFiles, Map<String, TestedRule> rules, Issues issues) {
    String id = RuleFile.idOf(String.valueOf(file.getFileName()));
    TestedRule rule = rules.get(id);
    if (rule == null) {
      // The faults of an existing rule have been reported.
      if (ruleFiles.stream().noneMatch(ruleFile -> ruleFile.id().equals(id))) {
        issues.add(
            Issue.ofFile(
                file.toString(),
                "tests the rule '%s', but there is no %s beside it%s"
                    .formatted(id, RuleFile.nameOf(id), NearestName.hint(id, rules.keySet()))));
      }
      return Optional.empty();
    }
    return RuleFolder.readFile(file, issues::add)
        .map(
            text ->
                new RuleTestReader(rules, issues)
                    .read(new SourceText(file.toString(), text), rule.rule()));
  }
}
