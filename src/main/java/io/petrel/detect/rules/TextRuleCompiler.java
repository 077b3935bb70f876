package io.petrel.detect.rules;

import io.petrel.issue.IssuePrinter;
import io.petrel.rule.Rule;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.Parsed;
import io.petrel.rule.yaml.RuleParser;

/** Compiles rules from their text. */
public record TextRuleCompiler() implements RuleCompiler {
  private static final long serialVersionUID = 1;

  @Override
  public Rule compile(RuleFile file) {
    Parsed parsed = RuleParser.parse(file);
    return parsed
        .rule()
        .orElseThrow(() -> new IllegalArgumentException(IssuePrinter.print(parsed.issues())));
  }
}
