package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.alert.detection.Match;
import io.petrel.incident.Verdict.Suppression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of an advance of event time at one place.
 *
 * @param incidents the incidents of the place now
 * @param published the records with what they are about, in the order in which they became certain
 * @param suppressed how many detections or incidents were suppressed, by reason
 * @param ended the published incidents that ended, in that order
 */
record PlaceUpdate(
    PlaceIncidents incidents,
    List<PublishedAlert> published,
    Map<Suppression, Long> suppressed,
    List<EndedIncident> ended) {
  PlaceUpdate {
    published = List.copyOf(published);
    suppressed = Map.copyOf(suppressed);
    ended = List.copyOf(ended);
  }

  /**
   * A record.
   *
   * @param state the incident after it; of an end, before it
   * @param lead the match that it describes; null = none
   */
  record PublishedAlert(Alert alert, IncidentState state, @Nullable Match lead) {}

  /** How an incident was when it ended, why it ended and at which event time. */
  record EndedIncident(IncidentState state, Reason reason, long timeMillis) {
    /**
     * Event time at which the watermark makes the end certain. What a detection ends needs nobody's
     * absence: it is certain at once.
     */
    long certainMillis() {
      return switch (reason) {
        case ENDED_BY_QUIET -> timeMillis + state.terms().extraDelayMillis();
        case ENDED_BY_CONDITION ->
            state.holdMillis() == 0
                ? Long.MIN_VALUE
                : timeMillis + state.terms().extraDelayMillis();
        default -> Long.MIN_VALUE;
      };
    }
  }

  /** The records alone. */
  List<Alert> records() {
    return published.stream().map(PublishedAlert::alert).toList();
  }
}
