package io.petrel.rule.check;

import io.petrel.rule.Rule;

/** The engine's own rule is in no file. */
final class ReservedId implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    if (draft.rule().id().equals(Rule.FEED_SILENT)) {
      draft
          .places()
          .key("rule")
          .error(
              "'%s' is the engine's own rule about a feed that goes silent; take another name"
                  .formatted(Rule.FEED_SILENT));
    }
  }
}
