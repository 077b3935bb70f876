package io.petrel.rule.check;

import io.petrel.rule.AfterMatch;
import io.petrel.rule.Rule;
import io.petrel.text.Durations;

/** Flink's skip strategies hold finished matches back. */
final class DelayedMatch implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    Rule rule = draft.rule();
    AfterMatch.Kind kind = rule.afterMatch().kind();
    boolean holdsBack = kind != AfterMatch.Kind.RESTART && kind != AfterMatch.Kind.NO_SKIP;
    if (holdsBack && rule.steps().size() > 1) {
      String longest =
          rule.within() == null ? "without limit" : "up to " + Durations.code(rule.within());
      draft
          .places()
          .key("after-match")
          .warning(
              "this strategy holds a finished match back while an earlier-started one is unfinished, %s: too late for an alarm; the default 'restart' sends it at once"
                  .formatted(longest));
    }
  }
}
