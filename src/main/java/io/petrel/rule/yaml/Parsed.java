package io.petrel.rule.yaml;

import io.petrel.issue.Issue;
import io.petrel.rule.Rule;
import java.util.List;
import java.util.Optional;

/**
 * The result of reading a rule file.
 *
 * @param rule present if and only if no issue is an error
 * @param issues errors and warnings by place
 */
public record Parsed(Optional<Rule> rule, List<Issue> issues) {
  public Parsed {
    issues = List.copyOf(issues);
  }
}
