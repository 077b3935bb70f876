package io.petrel.rule.check;

import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import java.util.List;

/** {@code on-timeout: alert} needs a time and something to wait for. */
final class TimeoutAlert implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
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
}
