package io.petrel.rule.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Only incidents at one place silence each other, so both rules must mean the same by a place. */
final class InhibitPlaces implements RuleSetCheck {
  @Override
  public void check(List<RuleDraft> drafts) {
    Map<String, List<String>> placesOf = new HashMap<>();
    drafts.forEach(draft -> placesOf.put(draft.rule().id(), draft.rule().incident().by()));
    for (RuleDraft draft : drafts) {
      List<String> places = draft.rule().incident().by();
      for (String inhibited : draft.rule().incident().inhibits()) {
        List<String> others = placesOf.getOrDefault(inhibited, places);
        if (!Set.copyOf(others).equals(Set.copyOf(places))) {
          draft
              .places()
              .key("incident.inhibit")
              .warning(
                  "'%s' is not silenced: its incidents are by %s, those of this rule by %s"
                      .formatted(inhibited, others, places));
        }
      }
    }
  }
}
