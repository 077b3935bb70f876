package io.petrel.rule.check;

import io.petrel.alert.Severity;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.IncidentPolicy.Escalation;
import io.petrel.text.Durations;
import io.petrel.weather.ObservationField;
import java.util.Locale;

/** Terms of incidents that have no effect, or not the one that is meant. */
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
    if (incident.endsFor().compareTo(incident.quiet()) >= 0) {
      draft
          .places()
          .key("incident.ends")
          .warning(
              "'for' is no shorter than the rule's quiet time, %s, which ends it before; shorten it or lengthen 'quiet'"
                  .formatted(Durations.code(incident.quiet())));
    }
    if (incident.inhibits().contains(draft.rule().id())) {
      draft.places().key("incident.inhibit").error("a rule cannot inhibit itself");
    }
    if (incident.by().isEmpty()) {
      draft.places().key("incident.by").error("'by' names no place");
    }
    incident.by().stream()
        .flatMap(place -> ObservationField.find(place).stream())
        .forEach(place -> checkPlace(place, draft));
  }

  private static void checkPlace(ObservationField place, RuleDraft draft) {
    if (!place.isLasting()) {
      draft
          .places()
          .key("incident.by")
          .warning(
              "'%s' changes from report to report, and each value would be an incident of its own"
                  .formatted(place.name()));
    }
  }

  private static String word(Severity severity) {
    return severity.code().toLowerCase(Locale.ROOT);
  }
}
