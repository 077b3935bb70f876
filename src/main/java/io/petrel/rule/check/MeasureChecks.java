package io.petrel.rule.check;

import io.petrel.rule.Measure;
import io.petrel.rule.expr.MeasureTable;
import io.petrel.text.Durations;
import io.petrel.weather.Unit;
import java.time.Duration;

/** Measures that cannot be computed, or do not mean what is intended. */
final class MeasureChecks {
  private MeasureChecks() {}

  /** The window of a measure is at most as long as the engine keeps the reports of a station. */
  static void windows(RuleDraft draft) {
    for (MeasureTable.Use use : draft.measureUses()) {
      if (use.measure().window().compareTo(Measure.LONGEST_WINDOW) > 0) {
        use.spot()
            .error(
                "%s is longer than the engine keeps the reports of a station, %s"
                    .formatted(
                        Durations.code(use.measure().window()),
                        Durations.code(Measure.LONGEST_WINDOW)));
      }
    }
  }

  /** Sums of fields that are not amounts since the previous report. */
  static void sumsOfStates(RuleDraft draft) {
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

  private static final long FIVE_MINUTES = Duration.ofMinutes(5).toMillis();

  /**
   * A sum of amounts over a whole number of report intervals counts one report too many: the one at
   * the far end of the window, whose rain fell before it.
   */
  static void rainCountedTwice(RuleDraft draft) {
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
