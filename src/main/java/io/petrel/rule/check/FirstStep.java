package io.petrel.rule.check;

import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import java.util.List;

/** What cannot or need not be said of the first step of a pattern or group. */
final class FirstStep implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Rule rule = draft.rule();
    Outline.sequences(
        rule,
        elements -> {
          Element first = elements.get(0);
          boolean ofRule = elements == rule.pattern() || elements.equals(rule.pattern());
          if (Outline.isAbsent(first)) {
            draft
                .places()
                .elementKey(first.name(), "absent")
                .error(
                    ofRule
                        ? "a pattern cannot start with an absence: begin with the observation after"
                            + " which nothing may come"
                        : "a group cannot start with an absence");
          }
        });
    unused(draft, rule.pattern());
  }

  private static void unused(RuleDraft draft, List<Element> pattern) {
    Element first = pattern.get(0);
    RulePlaces places = draft.places();
    if (places.has(first.name(), "follows")) {
      places
          .elementKey(first.name(), "follows")
          .warning("'follows' says nothing of the first step: nothing comes before it");
    }
    if (first.within() != null) {
      places
          .elementKey(first.name(), "within")
          .error(
              "'within' limits the time since the step before, and there is none; for the whole"
                  + " pattern write 'within' at the rule");
    }
  }
}
