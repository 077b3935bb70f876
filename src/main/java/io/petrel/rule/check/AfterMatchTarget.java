package io.petrel.rule.check;

import io.petrel.issue.NearestName;
import io.petrel.issue.Spot;
import io.petrel.rule.AfterMatch;
import io.petrel.rule.Element;
import io.petrel.rule.Step;
import java.util.List;
import java.util.Optional;

/** The step that {@code skip-to-first} and {@code skip-to-last} name. */
final class AfterMatchTarget implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    String target = draft.rule().afterMatch().step();
    if (target == null) {
      return;
    }
    Spot spot = draft.places().key("after-match");
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
}
