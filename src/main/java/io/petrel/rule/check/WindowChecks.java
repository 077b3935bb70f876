package io.petrel.rule.check;

import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.List;

/** Time limits of the pattern, of its steps, and of what waits. */
final class WindowChecks {
  private WindowChecks() {}

  /** The time between two steps fits into the time for all. */
  static void order(RuleDraft draft) {
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

  /** A partial match that may wait for ever is kept for ever. */
  static void unbounded(RuleDraft draft) {
    Rule rule = draft.rule();
    if (StateEstimate.of(rule, StateEstimate.CHECKED_INTERVAL).isUnbounded()) {
      draft
          .places()
          .key("pattern")
          .warning(
              "nothing limits how long a half-finished sequence waits, so the engine keeps each one"
                  + " until its cap: add 'within', such as within: 3h, to the rule or to each step");
    }
  }

  /** {@code on-timeout: alert} needs a time and something to wait for. */
  static void timeoutAlert(RuleDraft draft) {
    Rule rule = draft.rule();
    if (!rule.alertOnTimeout()) {
      return;
    }
    List<Element> pattern = rule.pattern();
    boolean anyWindow =
        rule.within() != null || pattern.stream().anyMatch(element -> element.within() != null);
    if (!anyWindow) {
      draft
          .places()
          .key("on-timeout")
          .error("'on-timeout' needs 'within': without a time limit nothing times out");
    } else if (rule.steps().size() == 1 && !pattern.get(0).quantifier().isRepeated()) {
      draft.places().key("on-timeout").error("'on-timeout' needs a second step to wait for");
    } else if (Outline.isAbsent(pattern.get(pattern.size() - 1))) {
      draft
          .places()
          .key("on-timeout")
          .error(
              "'on-timeout' does not go with an absence at the end, which is the alert when the"
                  + " time is up");
    }
  }

  /**
   * A rule whose partial matches can be more than the engine keeps.
   *
   * @param cap the engine's, partial matches of a rule at a station
   */
  static void stateBudget(RuleDraft draft, int cap) {
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
