package io.petrel.rule.yaml;

import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads, checks and compiles a set of rule files. Stateless. */
public final class RuleSetParser {
  private RuleSetParser() {}

  public static ParsedSet parse(List<RuleFile> files) {
    return parse(files, "");
  }

  /**
   * Parses files.
   *
   * @param shownFolder goes before the files' names in issues, such as {@code rules/}
   */
  public static ParsedSet parse(List<RuleFile> files, String shownFolder) {
    Issues issues = new Issues();
    List<Rule> rules = new ArrayList<>();
    Map<String, String> fileOfId = new HashMap<>();
    for (RuleFile file : files.stream().sorted(Comparator.comparing(RuleFile::name)).toList()) {
      String shown = shownFolder + file.name();
      Parsed parsed = RuleParser.parse(file, shown);
      issues.addAll(parsed.issues());
      parsed
          .rule()
          .ifPresent(
              rule -> {
                String other = fileOfId.putIfAbsent(rule.id(), shown);
                if (other == null) {
                  rules.add(rule);
                } else {
                  issues.add(
                      Issue.ofFile(
                          shown, "rule '%s' is in '%s' already".formatted(rule.id(), other)));
                }
              });
    }
    return new ParsedSet(rules, issues.sorted());
  }
}
