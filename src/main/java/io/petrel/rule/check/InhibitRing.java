package io.petrel.rule.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that silence each other: what people are told then depends on which came first. */
final class InhibitRing implements RuleSetCheck {
  @Override
  public void check(List<RuleDraft> drafts) {
    Map<String, RuleDraft> byId = new HashMap<>();
    drafts.forEach(draft -> byId.putIfAbsent(draft.rule().id(), draft));
    for (RuleDraft draft : drafts) {
      List<String> ring = ring(draft.rule().id(), byId);
      // Each ring once, at the rule with the first name; a rule that silences itself is an error.
      if (ring.size() > 1 && Collections.min(ring).equals(draft.rule().id())) {
        draft
            .places()
            .key("incident.inhibit")
            .warning(
                "these rules silence each other: %s; of their incidents at one place only the one that opened first is told"
                    .formatted(String.join(" -> ", ring) + " -> " + ring.get(0)));
      }
    }
  }

  /** The shortest way from a rule over what it silences back to it; empty if there is none. */
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
}
