package io.petrel.detect.match;

import io.petrel.weather.Observation;
import java.util.List;

/**
 * A match, before it is told to anyone.
 *
 * @param member whose match it is, among the rules of its {@code RuleGroup}
 * @param steps what each step took, in time order, by {@link io.petrel.rule.Step#index()}
 * @param timeMillis event time at which it is certain: that of its last observation, or the time at
 *     which an absence or a time-out is certain
 * @param timedOut whether it is a half-finished sequence
 */
public record FoundMatch(
    int member, List<List<Observation>> steps, long timeMillis, boolean timedOut) {

  /** The earliest observation in it. */
  public Observation first() {
    Observation first = null;
    for (List<Observation> taken : steps) {
      if (!taken.isEmpty() && (first == null || taken.get(0).timeMillis() < first.timeMillis())) {
        first = taken.get(0);
      }
    }
    if (first == null) {
      throw new IllegalStateException("a match without an observation");
    }
    return first;
  }

  /** The latest observation in it. */
  public Observation last() {
    Observation last = null;
    for (List<Observation> taken : steps) {
      if (!taken.isEmpty()) {
        Observation candidate = taken.get(taken.size() - 1);
        if (last == null || candidate.timeMillis() >= last.timeMillis()) {
          last = candidate;
        }
      }
    }
    if (last == null) {
      throw new IllegalStateException("a match without an observation");
    }
    return last;
  }
}
