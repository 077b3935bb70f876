package io.petrel.rule.check;

import io.petrel.text.Durations;

/**
 * A rule whose partial matches can be more than the engine keeps.
 *
 * @param cap the engine's, partial matches of a rule at a station
 */
record StateBudget(int cap) implements RuleCheck {

  @Override
  public void check(RuleDraft draft) {
    StateEstimate estimate = StateEstimate.of(draft.rule(), StateEstimate.CHECKED_INTERVAL);
    if (!estimate.isUnbounded() && estimate.worst() > cap) {
      draft
          .places()
          .key("pattern")
          .warning(
              "up to %s partial matches a station, with a report every %s; over %,d the engine drops the oldest: shorten 'within', sharpen the first condition, or use a measure such as fall(..)"
                  .formatted(
                      StateEstimate.shown(estimate.worst()),
                      Durations.code(estimate.reportInterval()),
                      cap));
    }
  }
}
