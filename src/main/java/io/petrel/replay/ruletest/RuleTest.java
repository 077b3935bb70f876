package io.petrel.replay.ruletest;

import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One test of a rule.
 *
 * @param line where it stands, 1-based
 * @param endMillis to which event time the test runs, at least that of the last observation
 * @param observations in the order in which they arrive
 * @param beside ids of rules that run beside the tested one
 * @param matches all that are expected, in order of time and station; null = anything will do
 * @param alerts all records that are expected, in order of time and station; null = anything will
 *     do
 */
public record RuleTest(
    String name,
    int line,
    TestTime time,
    long endMillis,
    List<Observation> observations,
    List<String> beside,
    @Nullable List<Expected> matches,
    @Nullable List<Expected> alerts) {
  public RuleTest {
    observations = List.copyOf(observations);
    beside = List.copyOf(beside);
    matches = matches == null ? null : List.copyOf(matches);
    alerts = alerts == null ? null : List.copyOf(alerts);
  }
}
