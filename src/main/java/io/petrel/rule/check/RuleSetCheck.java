package io.petrel.rule.check;

import java.util.List;

/** One thing that can be wrong between the rules of a set. Stateless. */
@FunctionalInterface
public interface RuleSetCheck {
  /** Reports what is wrong at the places of the drafts. */
  void check(List<RuleDraft> drafts);
}
