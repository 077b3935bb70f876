package io.petrel.incident;

import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import java.util.List;
import java.util.Map;

/**
 * What the guard against a silent feed has to remember.
 *
 * @param silentSinceMillis when the feed went silent; {@link #NEVER} = it is not
 * @param toldMillis event time of the last match of the feed's own rule
 * @param heard when each known station was last heard
 * @param held silent stations that were not told
 * @param waiting detections later than the watermark
 * @param waitingHeard reports later than the watermark
 */
record FeedState(
    long silentSinceMillis,
    long toldMillis,
    Map<String, Long> heard,
    List<Held> held,
    List<Detection> waiting,
    List<StationHeard> waitingHeard) {
  static final long NEVER = Long.MIN_VALUE;

  /**
   * A silent station.
   *
   * @param match as it came from the rule
   * @param dueMillis when it is told on its own, unless the feed is silent then
   */
  record Held(Match match, long dueMillis) {}

  FeedState {
    heard = Map.copyOf(heard);
    held = List.copyOf(held);
    waiting = List.copyOf(waiting);
    waitingHeard = List.copyOf(waitingHeard);
  }
}
