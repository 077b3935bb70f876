package io.petrel.replay.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The differences between two sets of rules over the same history.
 *
 * <p>Incidents of the same rule and place are paired when they overlap, or one begins at most a
 * tolerance after the other's end; of several, the one whose first record is nearest. Those without
 * a partner are added or removed.
 *
 * @param differences by time, rule and incident
 * @param same number of incidents that are the same in both
 * @param before number of incidents of the old rules
 * @param after number of incidents of the new rules
 */
public record Comparison(List<IncidentDifference> differences, int same, int before, int after) {
  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares.
   *
   * @param before incidents of the old rules, by time of the first record
   * @param after incidents of the new rules, in the same order
   */
  public static Comparison of(List<Incident> before, List<Incident> after, Duration tolerance) {
    List<IncidentDifference> differences = new ArrayList<>();
    int same = 0;
    Pairing<Incident> pairing =
        new Pairing<>(
            incident -> incident.rule() + '\n' + incident.by(),
            Incident::toldMillis,
            Incident::untilMillis,
            tolerance.toMillis());
    for (Pairing.Pair<Incident> pair : pairing.of(before, after)) {
      if (pair.before() != null
          && pair.after() != null
          && IncidentDifference.isNone(pair.before(), pair.after())) {
        same++;
      } else {
        differences.add(new IncidentDifference(pair.before(), pair.after()));
      }
    }
    differences.sort(IncidentDifference.ORDER);
    return new Comparison(differences, same, before.size(), after.size());
  }

  public long count(Change kind) {
    return differences.stream().filter(difference -> difference.kind() == kind).count();
  }
}
