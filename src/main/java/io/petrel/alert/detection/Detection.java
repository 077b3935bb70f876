package io.petrel.alert.detection;

import java.util.Map;

/**
 * What the incident stage is told: a {@link Match}, a {@link Clear} or a {@link Revision} of them
 * by detection, and a {@link Resumption} when it starts without its state.
 */
public sealed interface Detection permits Match, Clear, Revision, Resumption {
  /** Id of the rule. */
  String rule();

  /** Version of the rule: a hash of its content. */
  String ruleVersion();

  String stationId();

  /** Event time at which this became certain, milliseconds since 1970 UTC. */
  long timeMillis();

  /** The places that share one incident, by name. */
  Map<String, String> by();

  /**
   * A hash of all that the incident stage reads of it: a {@link Revision} names what it withdraws
   * by it. Two detections with equal ids are the same.
   */
  long id();

  /** What it takes in memory, about; observations that others have too count for each. */
  default long bytesInMemory() {
    return 1_000;
  }
}
