package io.petrel.rule.yaml;

import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.check.RuleChecks;
import io.petrel.rule.check.RuleDraft;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/**
 * Reads, checks and compiles one rule file. Never throws for any text: what is wrong is an issue
 * with its place. Stateless and safe for many threads.
 */
public final class RuleParser {
  private RuleParser() {}

  /** Parses a file of the rule folder; issues name the file as the {@link RuleFile} does. */
  public static Parsed parse(RuleFile file) {
    return parse(file, file.name());
  }

  /**
   * Parses a file.
   *
   * @param shownName name of the file in issues, such as {@code rules/squall.yaml}
   */
  public static Parsed parse(RuleFile file, String shownName) {
    Issues issues = new Issues();
    Optional<Rule> rule = read(file, new SourceText(shownName, file.text()), issues);
    List<Issue> sorted = issues.sorted();
    return new Parsed(issues.hasErrors() ? Optional.empty() : rule, sorted);
  }

  private static Optional<Rule> read(RuleFile file, SourceText source, Issues issues) {
    Optional<YamlMapping> top = YamlReader.readMapping(source, issues);
    if (top.isEmpty()) {
      return Optional.empty();
    }
    Optional<RuleDraft> draft = new RuleFileReader(file, top.get()).read();
    if (draft.isEmpty() || issues.hasErrors()) {
      return Optional.empty();
    }
    RuleChecks.run(draft.get());
    return Optional.of(draft.get().rule());
  }
}
