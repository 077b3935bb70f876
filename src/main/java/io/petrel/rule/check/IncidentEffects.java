package io.petrel.rule.check;

import io.petrel.alert.Severity;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.IncidentPolicy.Escalation;
import java.util.Locale;

/** Terms of incidents that have no effect. */
final class IncidentEffects implements RuleCheck {
  @Override
  public void check(RuleDraft draft) {
    IncidentPolicy incident = draft.rule().incident();
    Severity base = draft.rule().text().severity();
    for (Escalation escalation : incident.escalate()) {
      if (escalation.severity().compareTo(base) >= 0 && base != Severity.UNKNOWN) {
        draft
            .places()
            .key("incident.escalate")
            .warning(
                "'%s' is no worse than the rule's severity '%s', so this changes nothing"
                    .formatted(word(escalation.severity()), word(base)));
      }
    }
    if (incident.inhibits().contains(draft.rule().id())) {
      draft.places().key("incident.inhibit").error("a rule cannot inhibit itself");
    }
    if (incident.by().isEmpty()) {
      draft.places().key("incident.by").error("'by' names no place");
    }
  }

  private static String word(Severity severity) {
    return severity.code().toLowerCase(Locale.ROOT);
  }
}
