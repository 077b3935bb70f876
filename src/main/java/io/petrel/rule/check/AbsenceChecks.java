package io.petrel.rule.check;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import java.util.List;

/** What an absence can and cannot be in a pattern. */
final class AbsenceChecks {
  private AbsenceChecks() {}

  private static final List<String> QUANTIFIERS =
      List.of("times", "optional", "greedy", "consecutive", "combinations", "until");

  /** An absence is not repeated, optional or one of many. */
  static void options(RuleDraft draft) {
    for (Step step : draft.rule().steps()) {
      if (!step.absent()) {
        continue;
      }
      if (step.follows() == Contiguity.ANY) {
        draft
            .places()
            .elementKey(step.name(), "follows")
            .error(
                "an absence follows strict (not the very next) or relaxed (none at all), not any");
      }
      boolean quantified = !step.quantifier().equals(Quantifier.ONCE) || step.until() != null;
      for (String key : QUANTIFIERS) {
        if (quantified && draft.places().has(step.name(), key)) {
          draft
              .places()
              .elementKey(step.name(), key)
              .error("'%s' does not go with 'absent'".formatted(key));
        }
      }
    }
  }

  /** Flink CEP cannot look for an absence after a step that may be left out. */
  static void afterOptional(RuleDraft draft) {
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

  /** An absence at the end is certain only when a time is up. */
  static void atEnd(RuleDraft draft) {
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
