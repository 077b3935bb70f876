package io.petrel.rule.check;

import io.petrel.rule.Measure;
import io.petrel.rule.expr.MeasureTable;
import io.petrel.text.Durations;

/** A measure looks back no further than the engine keeps the reports of a station. */
final class MeasureWindow implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    for (MeasureTable.Use use : draft.measureUses()) {
      if (use.measure().window().compareTo(Measure.LONGEST_WINDOW) > 0) {
        use.spot()
            .error(
                "%s is longer than the reports of a station are kept, %s"
                    .formatted(
                        Durations.code(use.measure().window()),
                        Durations.code(Measure.LONGEST_WINDOW)));
      }
    }
  }
}
