package io.petrel.rule.yaml;

import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.check.RuleChecks;
import io.petrel.rule.check.RuleDraft;
import io.petrel.rule.check.StateEstimate;
import io.petrel.yaml.YamlReader;
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
    Optional<Rule> rule =
        draft(file, shownName, StateEstimate.USUAL_CAP, issues).map(RuleDraft::rule);
    return new Parsed(issues.hasErrors() ? Optional.empty() : rule, issues.sorted());
  }

  /**
   * The checked draft of a file; empty when its parts cannot be read.
   *
   * @param cap partial matches of a rule that the engine keeps at a station
   */
  static Optional<RuleDraft> draft(RuleFile file, String shownName, int cap, Issues issues) {
    Optional<RuleDraft> draft =
        YamlReader.readMapping(new SourceText(shownName, file.text()), issues)
            .flatMap(top -> new RuleFileReader(file, top).read());
    if (draft.isEmpty() || issues.hasErrors()) {
      return Optional.empty();
    }
    RuleChecks.run(draft.get(), cap);
    return draft;
  }
}
