package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.incident.Verdict.Silence;
import java.util.List;
import java.util.Map;

/**
 * What came of a stretch of event time at one place.
 *
 * @param incidents the incidents of the place now
 * @param records in the order in which they became certain
 * @param kept how many detections or incidents were not told, by reason
 */
record PlaceUpdate(PlaceIncidents incidents, List<Alert> records, Map<Silence, Long> kept) {
  PlaceUpdate {
    records = List.copyOf(records);
    kept = Map.copyOf(kept);
  }
}
