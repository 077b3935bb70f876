package io.petrel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.Reason;
import io.petrel.alert.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a subscriber believes in the end, whatever the steps on the way. */
public final class StandingIncidents {
  private StandingIncidents() {}

  /** An incident in its last record. */
  public record State(
      String id, boolean ended, Severity severity, Set<String> stations, long onsetMillis) {}

  /**
   * The incidents that were not withdrawn, by id; fails unless each has every sequence once, and
   * nothing was withdrawn twice in a row.
   *
   * @param records in any order
   */
  public static Map<String, State> of(List<Alert> records) {
    Map<String, List<Alert>> byIncident = new HashMap<>();
    for (Alert record : records) {
      byIncident.computeIfAbsent(record.incidentId(), id -> new ArrayList<>()).add(record);
    }
    Map<String, State> standing = new TreeMap<>();
    byIncident.forEach(
        (id, all) -> {
          all.sort(Comparator.comparingInt(Alert::sequence));
          assertThat(all.stream().map(Alert::sequence))
              .as("sequences of %s", id)
              .containsExactlyElementsOf(IntStream.range(0, all.size()).boxed().toList());
          for (int i = 1; i < all.size(); i++) {
            assertThat(isWithdrawn(all.get(i)) && isWithdrawn(all.get(i - 1)))
                .as("%s is withdrawn once", id)
                .isFalse();
          }
          Alert last = all.get(all.size() - 1);
          if (!isWithdrawn(last)) {
            standing.put(
                id,
                new State(
                    id,
                    last.isEnd(),
                    last.message().severity(),
                    last.places().stream().map(AlertPlace::stationId).collect(Collectors.toSet()),
                    last.onsetMillis()));
          }
        });
    return standing;
  }

  private static boolean isWithdrawn(Alert record) {
    return record.reason() == Reason.WITHDRAWN;
  }
}
