package io.petrel.rule.check;

import io.petrel.rule.Rule;
import io.petrel.text.Durations;
import java.time.Duration;

/** The time between two steps fits into the time for all. */
final class WindowOrder implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Rule rule = draft.rule();
    Duration whole = rule.within();
    if (whole == null) {
      return;
    }
    Outline.elements(
        rule,
        element -> {
          Duration step = element.within();
          if (step != null && step.compareTo(whole) > 0) {
            draft
                .places()
                .elementKey(element.name(), "within")
                .error(
                    "%s after the step before is longer than the whole pattern may take, %s"
                        .formatted(Durations.code(step), Durations.code(whole)));
          }
        });
  }
}
