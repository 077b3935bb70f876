package io.petrel.rule.check;

import io.petrel.issue.Spot;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.IncidentPolicy.Escalation;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.rule.expr.CompiledCondition;
import io.petrel.rule.expr.CompiledCondition.UnsatisfiableComparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps and conditions that can never be reached or fulfilled. */
final class StepChecks {
  private StepChecks() {}

  /** A condition that no plausible observation fulfils, or a part of one. */
  static void impossibleConditions(RuleDraft draft) {
    RulePlaces places = draft.places();
    checkImpossibleConditions(draft.rule().observations(), places.key("observations"));
    for (Step step : draft.rule().steps()) {
      checkImpossibleConditions(step.where(), places.elementKey(step.name(), "where"));
      checkImpossibleConditions(step.until(), places.elementKey(step.name(), "until"));
    }
    checkImpossibleConditions(draft.rule().incident().endsWhen(), places.key("incident.ends"));
    for (Escalation escalation : draft.rule().incident().escalate()) {
      checkImpossibleConditions(escalation.when(), places.key("incident.escalate"));
    }
  }

  private static void checkImpossibleConditions(@Nullable Condition condition, Spot spot) {
    if (!(condition instanceof CompiledCondition compiled)) {
      return;
    }
    if (compiled.canBeTrue()) {
      compiled.findings().forEach(finding -> finding.spot().warning(finding.message()));
    } else if (compiled.findings().isEmpty()) {
      spot.error("'%s' is never true".formatted(condition.text()));
    } else {
      for (UnsatisfiableComparison finding : compiled.findings()) {
        finding.spot().error(finding.message());
      }
    }
  }

  /** Keys that the first step of a pattern or group cannot have, or that have no effect there. */
  static void first(RuleDraft draft) {
    Rule rule = draft.rule();
    rule.sequences()
        .forEach(
            elements -> {
              Element first = elements.get(0);
              boolean ofRule = elements.equals(rule.pattern());
              if (first.absent()) {
                draft
                    .key(first, "absent")
                    .error(
                        ofRule
                            ? "a pattern cannot start with an absence: begin with the observation after which nothing may come"
                            : "a group cannot start with an absence");
              }
            });
    unused(draft, rule.pattern());
  }

  private static void unused(RuleDraft draft, List<Element> pattern) {
    Element first = pattern.get(0);
    RulePlaces places = draft.places();
    if (places.has(first.name(), "follows")) {
      places
          .elementKey(first.name(), "follows")
          .warning("'follows' has no effect on the first step: nothing comes before it");
    }
    if (first.within() != null) {
      places
          .elementKey(first.name(), "within")
          .error(
              "'within' limits the time since the previous step, and the first step has none; to limit the whole pattern, write 'within' at the rule");
    }
  }

  /** Steps that the step before makes unreachable. */
  static void unreachable(RuleDraft draft) {
    draft.forEachPair(
        (before, here) -> {
          if (before instanceof Step step && step.where() == Condition.ALWAYS) {
            checkUnreachable(draft, step, here);
          }
        });
  }

  private static void checkUnreachable(RuleDraft draft, Step before, Element here) {
    if (here.absent()) {
      return;
    }
    if (before.absent()) {
      draft
          .spot(here)
          .error(
              "'%s' is never reached: '%s' forbids every observation, so none can come here; give it a 'where'"
                  .formatted(here.name(), before.name()));
    } else if (before.quantifier().isUnbounded()
        && before.quantifier().greedy()
        && before.quantifier().between() != Contiguity.ANY
        && before.until() == null) {
      draft
          .spot(here)
          .error(
              "'%s' is never reached: '%s' is greedy and takes every observation; give it a 'where' or an 'until'"
                  .formatted(here.name(), before.name()));
    }
  }
}
