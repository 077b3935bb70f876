package io.petrel.rule.check;

import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.List;

/** Time limits of the pattern, of its steps, and of partial matches. */
final class WindowChecks {
  private WindowChecks() {}

  /** The time limit between two steps is at most that of the pattern. */
  static void order(RuleDraft draft) {
    Rule rule = draft.rule();
    Duration whole = rule.within();
    if (whole == null) {
      return;
    }
    rule.elements()
        .forEach(
            element -> {
              Duration step = element.within();
              if (step != null && step.compareTo(whole) > 0) {
                draft
                    .key(element, "within")
                    .error(
                        "%s after the previous step is longer than the whole pattern may take, %s"
                            .formatted(Durations.code(step), Durations.code(whole)));
              }
            });
  }

  /** Warns when a partial match can wait without limit. */
  static void unbounded(RuleDraft draft) {
    Rule rule = draft.rule();
    if (StateEstimate.of(rule, StateEstimate.CHECKED_INTERVAL).isUnbounded()) {
      draft
          .key("pattern")
          .warning(
              "nothing limits how long a half-finished sequence waits, so the engine keeps each one until its cap: add 'within', such as within: 3h, to the rule or to each step");
    }
  }

  /** {@code on-timeout: alert} needs a time limit and a second step. */
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
          .key("on-timeout")
          .error("'on-timeout' needs 'within': without a time limit nothing times out");
    } else if (rule.steps().size() == 1 && !pattern.get(0).quantifier().isRepeated()) {
      draft.key("on-timeout").error("'on-timeout' needs a second step to wait for");
    } else if (pattern.get(pattern.size() - 1).absent()) {
      draft
          .key("on-timeout")
          .error(
              "'on-timeout' cannot be combined with an absence at the end, which already alerts when the time is up");
    }
  }

  /**
   * Warns when a rule can have more partial matches than the engine keeps.
   *
   * @param cap most partial matches of a rule at a station that the engine keeps
   */
  static void stateBudget(RuleDraft draft, int cap) {
    StateEstimate estimate = StateEstimate.of(draft.rule(), StateEstimate.CHECKED_INTERVAL);
    if (!estimate.isUnbounded() && estimate.worst() > cap) {
      draft
          .key("pattern")
          .warning(
              "up to %s partial matches a station, with a report every %s; over %,d the engine drops the oldest: shorten 'within', make the first condition stricter, or use a measure such as fall(..)"
                  .formatted(
                      StateEstimate.shown(estimate.worst()),
                      Durations.code(estimate.reportInterval()),
                      cap));
    }
  }
}
