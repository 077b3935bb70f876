package io.petrel.rule.check;

import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Step;

/** A step that what comes before it never lets happen. */
final class UnreachableStep implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Outline.pairs(
        draft.rule(),
        (before, here) -> {
          if (before instanceof Step step && step.where() == Condition.ALWAYS) {
            look(draft, step, here);
          }
        });
  }

  private static void look(RuleDraft draft, Step before, Element here) {
    if (Outline.isAbsent(here)) {
      return;
    }
    if (before.absent()) {
      draft
          .spot(here)
          .error(
              "'%s' is never reached: '%s' forbids every observation, so none can come here; give it a 'where'"
                  .formatted(here.name(), before.name()));
    } else if (before.quantifier().isUnbounded()
        && before.quantifier().greedy()
        && before.quantifier().between() != Contiguity.ANY
        && before.until() == null) {
      draft
          .spot(here)
          .error(
              "'%s' is never reached: '%s' is greedy and takes every observation; give it a 'where' or an 'until'"
                  .formatted(here.name(), before.name()));
    }
  }
}
