package io.petrel.rule.check;

import io.petrel.rule.Measure;
import io.petrel.rule.expr.MeasureTable;
import io.petrel.text.Durations;
import java.time.Duration;

/**
 * A sum of amounts over a whole number of report intervals counts one report too many: the one at
 * the far end of the window, whose rain fell before it.
 */
final class RainCountedTwice implements RuleCheck {
  private static final long FIVE_MINUTES = Duration.ofMinutes(5).toMillis();

  @Override
  public void check(RuleDraft draft) {
    for (MeasureTable.Use use : draft.measureUses()) {
      Measure measure = use.measure();
      if (measure.kind() == Measure.Kind.SUM
          && measure.variable() != null
          && measure.variable().accumulates()
          && measure.window().toMillis() % FIVE_MINUTES == 0) {
        String shorter = Durations.code(measure.window().minusMinutes(1));
        use.spot()
            .warning(
                "a report exactly %s old is in the window, but its rain fell before: write \"%s\""
                    .formatted(Durations.code(measure.window()), shorter));
      }
    }
  }
}
