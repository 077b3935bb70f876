package io.petrel.rule.check;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Group;

/** Where {@code greedy} has a meaning. */
final class GreedyOptions implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Outline.elements(draft.rule(), element -> look(draft, element));
    Outline.pairs(
        draft.rule(),
        (before, here) -> {
          if (before.quantifier().greedy() && here.quantifier().optional()) {
            draft
                .places()
                .elementKey(here.name(), "optional")
                .error(
                    "'%s' cannot be optional right after '%s', which is greedy"
                        .formatted(here.name(), before.name()));
          }
        });
  }

  private static void look(RuleDraft draft, Element element) {
    if (!element.quantifier().greedy() || Outline.isAbsent(element)) {
      return;
    }
    String fault = null;
    if (element instanceof Group) {
      fault = "a group cannot be greedy, only a step";
    } else if (!element.quantifier().isRepeated()) {
      fault = "'greedy' needs a repetition: write times: 1+ or 2..5 beside it";
    } else if (element.quantifier().between() == Contiguity.ANY) {
      fault = "'greedy' takes as many as it can, 'combinations' all ways: they exclude each other";
    }
    if (fault != null) {
      draft.places().elementKey(element.name(), "greedy").error(fault);
    }
  }
}
