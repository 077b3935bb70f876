package io.petrel.rule.check;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import java.util.List;

/** Where a pattern can have an absence. */
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
            .key(step, "follows")
            .error(
                "an absence follows strict (not the very next) or relaxed (none at all), not any");
      }
      boolean quantified = !step.quantifier().equals(Quantifier.ONCE) || step.until() != null;
      for (String key : QUANTIFIERS) {
        if (quantified && draft.places().has(step.name(), key)) {
          draft.key(step, key).error("'%s' cannot be combined with 'absent'".formatted(key));
        }
      }
    }
  }

  /** Flink CEP cannot match an absence after an optional step. */
  static void afterOptional(RuleDraft draft) {
    draft.forEachPair(
        (before, here) -> {
          if (here.absent() && before.quantifier().optional()) {
            draft
                .key(here, "absent")
                .error(
                    "an absence cannot come right after '%s', which is optional: write two rules, one with it and one without"
                        .formatted(before.name()));
          }
        });
  }

  /** An absence at the end is certain only when a time limit has passed. */
  static void atEnd(RuleDraft draft) {
    Rule rule = draft.rule();
    rule.sequences()
        .forEach(
            elements -> {
              Element last = elements.get(elements.size() - 1);
              if (!last.absent() || elements.size() == 1) {
                return;
              }
              if (!elements.equals(rule.pattern())) {
                draft
                    .key(last, "absent")
                    .error("a group cannot end with an absence: put it after the group");
              } else if (last.follows() == Contiguity.RELAXED && !isLimited(rule, last)) {
                draft
                    .key(last, "absent")
                    .error(
                        "an absence at the end needs a time: add 'within', such as within: 3h, to the rule or to this step");
              }
            });
    severalAtEnd(draft, rule.pattern());
  }

  private static boolean isLimited(Rule rule, Element last) {
    return rule.within() != null || last.within() != null;
  }

  private static void severalAtEnd(RuleDraft draft, List<Element> pattern) {
    int size = pattern.size();
    if (size >= 2 && pattern.get(size - 1).absent() && pattern.get(size - 2).absent()) {
      draft
          .places()
          .element(pattern.get(size - 1).name())
          .error("two absences at the end: join them into one with a condition such as a || b");
    }
  }
}
