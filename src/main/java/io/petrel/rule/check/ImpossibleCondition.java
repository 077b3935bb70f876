package io.petrel.rule.check;

import io.petrel.issue.Spot;
import io.petrel.rule.Condition;
import io.petrel.rule.IncidentPolicy.Escalation;
import io.petrel.rule.Step;
import io.petrel.rule.expr.CompiledCondition;
import io.petrel.rule.expr.Finding;
import org.jspecify.annotations.Nullable;

/** A condition that no plausible observation fulfils, or a part of one. */
final class ImpossibleCondition implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    RulePlaces places = draft.places();
    look(draft.rule().observations(), places.key("observations"));
    for (Step step : draft.rule().steps()) {
      look(step.where(), places.elementKey(step.name(), "where"));
      look(step.until(), places.elementKey(step.name(), "until"));
    }
    look(draft.rule().incident().endsWhen(), places.key("incident.ends"));
    for (Escalation escalation : draft.rule().incident().escalate()) {
      look(escalation.when(), places.key("incident.escalate"));
    }
  }

  private static void look(@Nullable Condition condition, Spot spot) {
    if (!(condition instanceof CompiledCondition compiled)) {
      return;
    }
    if (compiled.canBeTrue()) {
      compiled.findings().forEach(finding -> finding.spot().warning(finding.message()));
    } else if (compiled.findings().isEmpty()) {
      spot.error("'%s' is never true".formatted(condition.text()));
    } else {
      for (Finding finding : compiled.findings()) {
        finding.spot().error(finding.message());
      }
    }
  }
}
