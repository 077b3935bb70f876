package io.petrel.rule.check;

/** Flink CEP cannot look for an absence after a step that may be left out. */
final class AbsenceAfterOptional implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Outline.pairs(
        draft.rule(),
        (before, here) -> {
          if (Outline.isAbsent(here) && before.quantifier().optional()) {
            draft
                .places()
                .elementKey(here.name(), "absent")
                .error(
                    "an absence cannot come right after '%s', which is optional: write two rules, one with it and one without"
                        .formatted(before.name()));
          }
        });
  }
}
