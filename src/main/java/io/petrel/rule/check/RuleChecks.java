package io.petrel.rule.check;

import java.util.List;

/** All checks of a rule as a whole. */
public final class RuleChecks {
  /** In the order in which they run; each looks at a rule on its own. */
  public static final List<RuleCheck> ALL = List.of(new FileName());

  private RuleChecks() {}

  public static void run(RuleDraft draft) {
    ALL.forEach(check -> check.check(draft));
  }
}
