package io.petrel.rule.check;

import io.petrel.alert.Severity;
import io.petrel.issue.NearestName;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.IncidentPolicy.Escalation;
import io.petrel.text.Durations;
import io.petrel.weather.ObservationField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Incident settings, and rules that silence other rules of the set. */
final class IncidentChecks {
  private IncidentChecks() {}

  /** Incident settings that have no effect, or not the intended one. */
  static void effects(RuleDraft draft) {
    IncidentPolicy incident = draft.rule().incident();
    Severity base = draft.rule().text().severity();
    for (Escalation escalation : incident.escalate()) {
      if (escalation.severity().compareTo(base) >= 0 && base != Severity.UNKNOWN) {
        draft
            .key("incident.escalate")
            .warning(
                "'%s' is not more severe than the rule's severity '%s', so this changes nothing"
                    .formatted(word(escalation.severity()), word(base)));
      }
    }
    if (incident.endsFor().compareTo(incident.quiet()) >= 0) {
      draft
          .key("incident.ends")
          .warning(
              "'for' is not shorter than the rule's quiet time, %s, which ends the incident first; shorten it or lengthen 'quiet'"
                  .formatted(Durations.code(incident.quiet())));
    }
    if (incident.inhibits().contains(draft.rule().id())) {
      draft.key("incident.inhibit").error("a rule cannot inhibit itself");
    }
    if (incident.by().isEmpty()) {
      draft.key("incident.by").error("'by' is empty: name at least one field or label");
    }
    incident.by().stream()
        .flatMap(place -> ObservationField.find(place).stream())
        .forEach(place -> checkPlace(place, draft));
  }

  private static void checkPlace(ObservationField place, RuleDraft draft) {
    if (!place.isLasting()) {
      draft
          .key("incident.by")
          .warning(
              "'%s' changes from report to report, so each value would be an incident of its own"
                  .formatted(place.name()));
    }
  }

  private static String word(Severity severity) {
    return severity.code().toLowerCase(Locale.ROOT);
  }

  /** {@code incident.inhibit} names rules of the set. */
  static void unknownInhibit(List<RuleDraft> drafts) {
    Set<String> ids = drafts.stream().map(d -> d.rule().id()).collect(Collectors.toSet());
    for (RuleDraft draft : drafts) {
      for (String inhibited : draft.rule().incident().inhibits()) {
        if (!ids.contains(inhibited)) {
          draft
              .key("incident.inhibit")
              .warning(
                  "there is no rule '%s' here%s"
                      .formatted(inhibited, NearestName.hint(inhibited, ids)));
        }
      }
    }
  }

  /** Rules that silence each other: which of them sends alerts depends on which came first. */
  static void inhibitRings(List<RuleDraft> drafts) {
    Map<String, RuleDraft> byId = new HashMap<>();
    drafts.forEach(draft -> byId.putIfAbsent(draft.rule().id(), draft));
    for (RuleDraft draft : drafts) {
      List<String> ring = ring(draft.rule().id(), byId);
      // Each cycle once, at the rule that sorts first; a rule that silences itself is an error.
      if (ring.size() > 1 && Collections.min(ring).equals(draft.rule().id())) {
        draft
            .key("incident.inhibit")
            .warning(
                "these rules silence each other: %s; of their incidents at one place only the one that opened first sends alerts"
                    .formatted(String.join(" -> ", ring) + " -> " + ring.get(0)));
      }
    }
  }

  /** The shortest cycle from a rule through the rules that it silences; empty if there is none. */
  private static List<String> ring(String start, Map<String, RuleDraft> byId) {
    Map<String, String> from = new HashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      String rule = next.remove();
      RuleDraft draft = byId.get(rule);
      if (draft == null) {
        continue;
      }
      for (String other : draft.rule().incident().inhibits()) {
        if (other.equals(start)) {
          return way(start, rule, from);
        }
        if (from.putIfAbsent(other, rule) == null) {
          next.add(other);
        }
      }
    }
    return List.of();
  }

  private static List<String> way(String start, String last, Map<String, String> from) {
    List<String> way = new ArrayList<>(List.of(last));
    while (!way.get(way.size() - 1).equals(start)) {
      way.add(from.getOrDefault(way.get(way.size() - 1), start));
    }
    Collections.reverse(way);
    return way;
  }

  /**
   * Only incidents at one place silence each other, so both rules must have the same {@code by}.
   */
  static void inhibitPlaces(List<RuleDraft> drafts) {
    Map<String, List<String>> placesOf = new HashMap<>();
    drafts.forEach(draft -> placesOf.put(draft.rule().id(), draft.rule().incident().by()));
    for (RuleDraft draft : drafts) {
      List<String> places = draft.rule().incident().by();
      for (String inhibited : draft.rule().incident().inhibits()) {
        List<String> others = placesOf.getOrDefault(inhibited, places);
        if (!Set.copyOf(others).equals(Set.copyOf(places))) {
          draft
              .key("incident.inhibit")
              .warning(
                  "'%s' is not silenced: its incidents are by %s, those of this rule by %s"
                      .formatted(inhibited, others, places));
        }
      }
    }
  }
}
