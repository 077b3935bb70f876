package io.petrel.rule.check;

import io.petrel.rule.Contiguity;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Step;
import java.util.List;

/** An absence is not repeated, optional or one of many. */
final class AbsenceOptions implements RuleCheck {
  private static final List<String> QUANTIFIERS =
      List.of("times", "optional", "greedy", "consecutive", "combinations", "until");

  @Override
  public void check(RuleDraft draft) {
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
}
