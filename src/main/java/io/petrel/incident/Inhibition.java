package io.petrel.incident;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which open incidents of one place are silenced. An incident silences the rules that it names, and
 * through their open incidents the rules that those name: where hurricane names storm and storm
 * names gale, a hurricane silences a gale while a storm is open too. Of incidents that name each
 * other in a ring, the one that opened first is published.
 */
final class Inhibition {
  private Inhibition() {}

  /** The rules whose incidents are silenced. */
  static Set<String> silenced(Collection<IncidentState> open) {
    Map<String, IncidentState> byRule = new TreeMap<>();
    open.forEach(incident -> byRule.put(incident.rule(), incident));
    Set<String> named = new TreeSet<>();
    for (IncidentState incident : open) {
      for (String other : incident.terms().inhibits()) {
        if (!other.equals(incident.rule()) && byRule.containsKey(other)) {
          named.add(other);
        }
      }
    }
    if (named.isEmpty()) {
      return Set.of();
    }
    Set<String> silenced = new TreeSet<>();
    Set<String> heard = new TreeSet<>();
    for (String rule : byRule.keySet()) {
      if (!named.contains(rule)) {
        heard.add(rule);
        silence(rule, byRule, heard, silenced);
      }
    }
    List<IncidentState> byAge =
        open.stream()
            .sorted(
                Comparator.comparingLong(IncidentState::openedMillis)
                    .thenComparing(IncidentState::rule))
            .toList();
    for (IncidentState incident : byAge) { // the rest form rings
      if (!heard.contains(incident.rule()) && !silenced.contains(incident.rule())) {
        heard.add(incident.rule());
        silence(incident.rule(), byRule, heard, silenced);
      }
    }
    return silenced;
  }

  private static void silence(
      String from, Map<String, IncidentState> byRule, Set<String> heard, Set<String> silenced) {
    Deque<String> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      IncidentState incident = byRule.get(next.remove());
      if (incident == null) {
        continue;
      }
      for (String other : incident.terms().inhibits()) {
        if (byRule.containsKey(other) && !heard.contains(other) && silenced.add(other)) {
          next.add(other);
        }
      }
    }
  }
}
