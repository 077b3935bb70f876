package io.petrel.rule.check;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import java.util.List;

/** An absence at the end is certain only when a time is up. */
final class AbsenceAtEnd implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Rule rule = draft.rule();
    Outline.sequences(
        rule,
        elements -> {
          Element last = elements.get(elements.size() - 1);
          if (!Outline.isAbsent(last) || elements.size() == 1) {
            return;
          }
          if (elements != rule.pattern() && !elements.equals(rule.pattern())) {
            draft
                .places()
                .elementKey(last.name(), "absent")
                .error("a group cannot end with an absence: put it after the group");
          } else if (last.follows() == Contiguity.RELAXED && !isLimited(rule, last)) {
            draft
                .places()
                .elementKey(last.name(), "absent")
                .error(
                    "an absence at the end needs a time: add 'within', such as within: 3h, to the"
                        + " rule or to this step");
          }
        });
    severalAtEnd(draft, rule.pattern());
  }

  private static boolean isLimited(Rule rule, Element last) {
    return rule.within() != null || last.within() != null;
  }

  private static void severalAtEnd(RuleDraft draft, List<Element> pattern) {
    int size = pattern.size();
    if (size >= 2
        && Outline.isAbsent(pattern.get(size - 1))
        && Outline.isAbsent(pattern.get(size - 2))) {
      draft
          .places()
          .element(pattern.get(size - 1).name())
          .error("two absences at the end: join them into one with a condition such as a || b");
    }
  }
}
