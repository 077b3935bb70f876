package io.petrel.incident;

import io.petrel.alert.AlertPlace;

/**
 * A station of an incident.
 *
 * @param lastMatchMillis event time of its last match
 * @param clear whether the rule's {@code ends.when} came true there after that match
 */
record Presence(AlertPlace place, long lastMatchMillis, boolean clear) {
  String stationId() {
    return place.stationId();
  }

  Presence cleared() {
    return new Presence(place, lastMatchMillis, true);
  }
}
