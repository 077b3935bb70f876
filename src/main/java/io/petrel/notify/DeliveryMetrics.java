package io.petrel.notify;

import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What operators of Petrel watch about mail. All under the group {@code mail}. */
final class DeliveryMetrics {
  final Counter sent;
  final Counter retried;
  final Counter undeliverable;
  final Counter limited;
  final Counter unwanted;
  final Counter duplicate;

  /**
   * Registers.
   *
   * @param waitingSince recipient to wall clock since when the server keeps its mail waiting
   */
  DeliveryMetrics(MetricGroup group, Map<String, Long> waitingSince, LongSupplier clock) {
    MetricGroup mail = group.addGroup("mail");
    this.sent = mail.counter("sent");
    this.retried = mail.counter("retried");
    this.undeliverable = mail.counter("undeliverable");
    this.limited = mail.counter("suppressedByLimit");
    this.unwanted = mail.counter("notWanted");
    this.duplicate = mail.counter("duplicates");
    mail.gauge("recipientsWaiting", (Gauge<Integer>) waitingSince::size);
    mail.gauge(
        "oldestWaitingMillis",
        (Gauge<Long>)
            () ->
                waitingSince.values().stream()
                    .min(Long::compare)
                    .map(since -> Math.max(0, clock.getAsLong() - since))
                    .orElse(0L));
  }
}
