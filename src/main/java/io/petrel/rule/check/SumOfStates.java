package io.petrel.rule.check;

import io.petrel.rule.Measure;
import io.petrel.rule.expr.MeasureTable;
import io.petrel.weather.Unit;

/** Sums of what is not an amount since the report before. */
final class SumOfStates implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    for (MeasureTable.Use use : draft.measureUses()) {
      Measure measure = use.measure();
      if (measure.kind() == Measure.Kind.SUM
          && measure.variable() != null
          && measure.variable().unit() != Unit.ONE
          && !measure.variable().accumulates()) {
        use.spot()
            .warning(
                "a sum of '%s' depends on how often the station reports; avg(..) does not"
                    .formatted(measure.variable().name()));
      }
    }
  }
}
