package io.petrel.replay.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What two sets of rules told differently about the same history.
 *
 * <p>IncidentFold of the same rule and place belong together when they overlap, or one begins no
 * later than a tolerance after the other's end; of several the one whose first record is nearest.
 * What has no partner is added or removed.
 *
 * @param differences by time, rule and incident
 * @param same incidents that both tell alike
 * @param before incidents that the old rules tell
 * @param after incidents that the new rules tell
 */
public record Comparison(List<IncidentDifference> differences, int same, int before, int after) {
  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares.
   *
   * @param before what the old rules told, by time of the first record
   * @param after what the new rules told, in the same order
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
