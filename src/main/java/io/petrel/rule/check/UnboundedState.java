package io.petrel.rule.check;

import io.petrel.rule.Rule;

/** A partial match that may wait for ever is kept for ever. */
final class UnboundedState implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Rule rule = draft.rule();
    if (StateEstimate.of(rule, StateEstimate.CHECKED_INTERVAL).isUnbounded()) {
      draft
          .places()
          .key("pattern")
          .warning(
              "nothing limits how long a half-finished sequence waits, so the engine keeps each one"
                  + " until its cap: add 'within', such as within: 3h, to the rule or to each step");
    }
  }
}
