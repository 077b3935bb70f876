package io.petrel.alert;

import java.util.Map;

/**
 * An input of the incident stage: a {@link Match} or a {@link Clear} from detection, or, after a
 * start without state, a {@link Resumption}, which continues an incident of an earlier run.
 */
public sealed interface Detection permits Match, Clear, Resumption {
  /** Id of the rule. */
  String rule();

  /** Version of the rule: a hash of its content. */
  String ruleVersion();

  String stationId();

  /** Event time at which this became certain, milliseconds since 1970 UTC. */
  long timeMillis();

  /** Names and values of the rule's {@code incident.by}: equal ones share one incident. */
  Map<String, String> by();
}
