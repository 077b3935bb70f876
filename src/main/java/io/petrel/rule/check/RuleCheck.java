package io.petrel.rule.check;

/** One thing that can be wrong with a rule as a whole. Stateless. */
@FunctionalInterface
public interface RuleCheck {
  /** Reports what is wrong at the places of the draft. */
  void check(RuleDraft draft);
}
