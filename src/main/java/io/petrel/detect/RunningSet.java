package io.petrel.detect;

import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import java.util.List;

/**
 * The rules that run, as they lie in broadcast state.
 *
 * @param draining older versions that may still finish what they began
 */
record RunningSet(RuleSetUpdate rules, List<Draining> draining) {
  RunningSet {
    draining = List.copyOf(draining);
  }

  /**
   * An older version of a rule.
   *
   * @param untilMillis event time after which nothing of it can be in progress
   */
  record Draining(RuleFile file, long untilMillis) {}
}
