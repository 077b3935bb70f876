package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.incident.Verdict.Suppression;
import java.util.List;
import java.util.Map;

/**
 * The result of an advance of event time at one place.
 *
 * @param incidents the incidents of the place now
 * @param records in the order in which they became certain
 * @param suppressed how many detections or incidents were suppressed, by reason
 */
record PlaceUpdate(
    PlaceIncidents incidents, List<Alert> records, Map<Suppression, Long> suppressed) {
  PlaceUpdate {
    records = List.copyOf(records);
    suppressed = Map.copyOf(suppressed);
  }
}
