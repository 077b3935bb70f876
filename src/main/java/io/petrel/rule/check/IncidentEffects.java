package io.petrel.rule.check;

import io.petrel.alert.Severity;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.IncidentPolicy.Escalation;
import io.petrel.text.Durations;
import java.util.Locale;
import java.util.Set;

/** Terms of incidents that have no effect, or not the one that is meant. */
final class IncidentEffects implements RuleCheck {
  /** Fields that are the same in all reports of a station. */
  private static final Set<String> LASTING =
      Set.of("station_id", "region", "station_name", "latitude", "longitude", "elevation_m");

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
    for (String place : incident.by()) {
      if (!place.contains(".") && !LASTING.contains(place)) {
        draft
            .places()
            .key("incident.by")
            .warning(
                "'%s' changes from report to report, and each value would be an incident of its own"
                    .formatted(place));
      }
    }
  }

  private static String word(Severity severity) {
    return severity.code().toLowerCase(Locale.ROOT);
  }
}
