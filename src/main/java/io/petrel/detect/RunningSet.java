package io.petrel.detect;

import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import java.util.List;
import java.util.Map;

/**
 * The rules that run, as they lie in broadcast state.
 *
 * @param epoch grows by one with each change
 * @param since the epoch from which on each rule matches as it does, by rule id. What is in
 *     progress belongs to rule, match version and this, so that a rule which comes back begins anew
 *     at every station, whether the station was looked at in between or not
 * @param draining older versions that may still finish what they began
 */
record RunningSet(
    RuleSetUpdate rules, long epoch, Map<String, Long> since, List<Draining> draining) {
  RunningSet {
    since = Map.copyOf(since);
    draining = List.copyOf(draining);
  }

  /** The rules that a job starts with. */
  static RunningSet first(RuleSetUpdate rules) {
    return new RunningSet(rules, 0, Map.of(), List.of());
  }

  long since(String ruleId) {
    return since.getOrDefault(ruleId, 0L);
  }

  /**
   * An older version of a rule.
   *
   * @param since the epoch from which on it matched
   * @param untilMillis event time after which nothing of it can be in progress
   */
  record Draining(RuleFile file, long since, long untilMillis) {}
}
