package io.petrel.rule.check;

import io.petrel.yaml.Durations;

/** A rule whose partial matches can be more than an engine should keep for one station. */
final class StateBudget implements RuleCheck {
  /** Partial matches of a rule at a station; the engine's cap is of the same size. */
  static final long LIMIT = 10_000;

  @Override
  public void check(RuleDraft draft) {
    StateEstimate estimate = StateEstimate.of(draft.rule(), StateEstimate.CHECKED_INTERVAL);
    if (!estimate.isUnbounded() && estimate.worst() > LIMIT) {
      draft
          .places()
          .key("pattern")
          .warning(
              "up to %s partial matches a station, with a report every %s; over %,d the engine drops the oldest: shorten 'within', sharpen the first condition, or use a measure such as fall(..)"
                  .formatted(
                      StateEstimate.shown(estimate.worst()),
                      Durations.format(estimate.reportInterval()),
                      LIMIT));
    }
  }
}
