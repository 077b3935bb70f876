package io.petrel.rule.yaml;

import io.petrel.issue.Issue;
import io.petrel.rule.Rule;
import java.util.List;

/**
 * The result of reading a set of rule files.
 *
 * @param rules the good ones, by file name
 * @param issues of all files
 */
public record ParsedSet(List<Rule> rules, List<Issue> issues) {
  public ParsedSet {
    rules = List.copyOf(rules);
    issues = List.copyOf(issues);
  }

  public boolean hasErrors() {
    return issues.stream().anyMatch(Issue::isError);
  }
}
