package io.petrel.replay.ruletest.file;

import java.util.List;

/**
 * A file of tests of one rule.
 *
 * @param name file name for people, such as {@code rules/gale.test.yaml}
 * @param rule id of the rule
 */
public record RuleTestFile(String name, String rule, List<RuleTest> tests) {
  public RuleTestFile {
    tests = List.copyOf(tests);
  }
}
