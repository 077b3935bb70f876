package io.petrel.incident;

import io.petrel.alert.AlertPlace;

/**
 * A station of an incident.
 *
 * @param lastMatchMillis event time of its last match
 * @param clearedMillis when the rule's {@code ends.when} came true there after that match; {@link
 *     Extent#NEVER} if it did not
 */
record Presence(AlertPlace place, long lastMatchMillis, long clearedMillis) {
  String stationId() {
    return place.stationId();
  }

  Presence cleared(long timeMillis) {
    return new Presence(place, lastMatchMillis, timeMillis);
  }

  /** Whether it is the condition that ends the danger here, not quiet. */
  boolean endsByCondition(long quietMillis, long holdMillis) {
    return clearedMillis != Extent.NEVER
        && clearedMillis + holdMillis <= lastMatchMillis + quietMillis;
  }

  /** Event time at which the danger is over here if nothing more is matched. */
  long overMillis(long quietMillis, long holdMillis) {
    return endsByCondition(quietMillis, holdMillis)
        ? clearedMillis + holdMillis
        : lastMatchMillis + quietMillis;
  }
}
