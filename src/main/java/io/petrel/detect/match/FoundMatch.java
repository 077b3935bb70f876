package io.petrel.detect.match;

import io.petrel.weather.Observation;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * A match as a matcher found it; {@code MatchWriter} turns it into the record that is emitted.
 *
 * @param member whose match it is, among the rules of its {@code RuleGroup}
 * @param steps what each step took, in time order, by {@link io.petrel.rule.Step#index()}
 * @param timeMillis event time at which it is certain: that of its last observation, or the time at
 *     which an absence or a time-out is certain
 * @param timedOut whether it is an incomplete sequence whose time ran out
 */
public record FoundMatch(
    int member, List<List<Observation>> steps, long timeMillis, boolean timedOut) {

  /** The earliest observation in it. */
  public Observation first() {
    return any((first, next) -> next.timeMillis() < first.timeMillis() ? next : first);
  }

  /** The latest observation in it. */
  public Observation last() {
    return any((last, next) -> next.timeMillis() >= last.timeMillis() ? next : last);
  }

  private Observation any(BinaryOperator<Observation> choice) {
    return steps.stream()
        .flatMap(List::stream)
        .reduce(choice)
        .orElseThrow(() -> new IllegalStateException("the match has no observation"));
  }
}
