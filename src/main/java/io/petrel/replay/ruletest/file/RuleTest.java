package io.petrel.replay.ruletest.file;

import io.petrel.notify.subscription.Subscriptions;
import io.petrel.weather.Observation;
import java.util.List;

/**
 * One test of a rule.
 *
 * @param line its line in the file, 1-based
 * @param endMillis to which event time the test runs, at least that of the last observation and of
 *     the last arrival
 * @param observations in the order in which they stand in the file
 * @param isByArrival whether a report has an arrival time of its own: all then have it as {@link
 *     Observation#receivedAtMillis}, and the test runs in that order
 * @param beside ids of rules that run beside the tested one
 * @param changes of the tested rule and of those beside it, in order of time
 * @param subscriptions who gets mails
 */
public record RuleTest(
    String name,
    int line,
    TestTime time,
    long endMillis,
    List<Observation> observations,
    boolean isByArrival,
    List<String> beside,
    List<RuleChange> changes,
    Subscriptions subscriptions,
    Expectations expected) {
  public RuleTest {
    observations = List.copyOf(observations);
    beside = List.copyOf(beside);
    changes = List.copyOf(changes);
  }
}
