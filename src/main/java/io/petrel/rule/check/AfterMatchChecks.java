package io.petrel.rule.check;

import io.petrel.issue.NearestName;
import io.petrel.issue.Spot;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Element;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.text.Durations;
import java.util.List;
import java.util.Optional;

/** What happens after a match. */
final class AfterMatchChecks {
  private AfterMatchChecks() {}

  /** The step that {@code skip-to-first} and {@code skip-to-last} name. */
  static void target(RuleDraft draft) {
    String target = draft.rule().afterMatch().step();
    if (target == null) {
      return;
    }
    Spot spot = draft.key("after-match");
    List<Step> steps = draft.rule().steps();
    List<String> names = steps.stream().map(Step::name).toList();
    Optional<Step> step = steps.stream().filter(s -> s.name().equals(target)).findFirst();
    if (step.isEmpty()) {
      spot.error(
          "there is no step '%s'%s; steps are %s"
              .formatted(target, NearestName.hint(target, names), String.join(", ", names)));
    } else if (!draft.rule().pattern().contains(step.get())) {
      spot.error(
          "step '%s' is in a group: Flink CEP skips only to a step outside of groups"
              .formatted(target));
    } else if (step.get().absent()) {
      spot.error("step '%s' is an absence: there is no observation to skip to".formatted(target));
    } else if (isStart(draft, step.get())) {
      spot.error(
          "skipping to '%s', where the match starts, skips nothing: name a later step, or write no-skip"
              .formatted(target));
    } else if (step.get().quantifier().optional()) {
      spot.warning("step '%s' is optional: a match without it skips nothing".formatted(target));
    }
  }

  private static boolean isStart(RuleDraft draft, Step step) {
    Element first = draft.rule().pattern().get(0);
    boolean toFirst = draft.rule().afterMatch().kind() == AfterMatch.Kind.SKIP_TO_FIRST;
    return first == step && (toFirst || !step.quantifier().isRepeated());
  }

  /** Flink's skip strategies hold finished matches back. */
  static void delay(RuleDraft draft) {
    Rule rule = draft.rule();
    AfterMatch.Kind kind = rule.afterMatch().kind();
    boolean holdsBack = kind != AfterMatch.Kind.RESTART && kind != AfterMatch.Kind.NO_SKIP;
    if (holdsBack && rule.steps().size() > 1) {
      String longest =
          rule.within() == null ? "without limit" : "up to " + Durations.code(rule.within());
      draft
          .key("after-match")
          .warning(
              "this strategy holds a finished match back while an earlier-started one is unfinished, %s: too late for an alarm; the default 'restart' sends it at once"
                  .formatted(longest));
    }
  }
}
