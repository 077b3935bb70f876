package io.petrel.faults;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Faults at the same time, and what was seen of their end.
 *
 * @param fromMillis event time of the load when they began
 * @param toMillis event time of the load when alerts had caught up with it
 * @param recovery from the kill, or from the end of an outage, until alerts of all that was
 *     published by then were visible to a read_committed subscriber
 */
record Round(List<FaultKind> faults, long fromMillis, long toMillis, Duration recovery) {
  String name() {
    return faults.stream().map(FaultKind::word).collect(Collectors.joining(" + "));
  }

  boolean covers(long timeMillis) {
    return timeMillis >= fromMillis && timeMillis < toMillis;
  }

  double inCheckpointIntervals() {
    return (double) recovery.toMillis() / World.CHECKPOINT_INTERVAL.toMillis();
  }
}
