package io.petrel.notify;

import io.petrel.notify.outbox.Arrival;
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
  private final Counter unwanted;
  private final Counter duplicate;

  /** Registers. */
  DeliveryMetrics(MetricGroup group, WaitingRecipients waiting, LongSupplier clock) {
    MetricGroup mail = group.addGroup("mail");
    this.sent = mail.counter("sent");
    this.retried = mail.counter("retried");
    this.undeliverable = mail.counter("undeliverable");
    this.limited = mail.counter("suppressedByLimit");
    this.unwanted = mail.counter("notWanted");
    this.duplicate = mail.counter("duplicates");
    mail.gauge("recipientsWaiting", (Gauge<Integer>) waiting::count);
    mail.gauge("oldestWaitingMillis", (Gauge<Long>) () -> waiting.oldestMillis(clock.getAsLong()));
  }

  void arrived(Arrival arrival) {
    switch (arrival) {
      case QUEUED, HELD -> {}
      case DUPLICATE -> duplicate.inc();
      case NOT_WANTED, NEVER_TOLD, OVER_WHILE_MUTED -> unwanted.inc();
    }
  }
}
