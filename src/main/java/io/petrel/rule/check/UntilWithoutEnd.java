package io.petrel.rule.check;

import io.petrel.rule.Element;
import io.petrel.rule.Group;
import io.petrel.rule.Step;

/** {@code until} ends a repetition that has no end of its own. */
final class UntilWithoutEnd implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Outline.elements(
        draft.rule(),
        element -> {
          if (hasUntil(element) && !element.quantifier().isUnbounded()) {
            draft
                .places()
                .elementKey(element.name(), "until")
                .error("'until' ends a repetition without end: write times: 1+ or 2+ beside it");
          }
        });
  }

  private static boolean hasUntil(Element element) {
    return element instanceof Step step
        ? step.until() != null && !step.absent()
        : element instanceof Group group && group.until() != null;
  }
}
