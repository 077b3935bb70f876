package io.petrel.notify.delivery;

import io.petrel.notify.outbox.Arrival;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** Metrics of mail delivery. */
final class DeliveryMetrics {
  final Counter sent;
  final Counter failed;
  final Counter retried;
  final Counter undeliverable;
  final Counter limited;
  private final Counter unwanted;
  private final Counter duplicate;

  /** Registers. */
  DeliveryMetrics(MetricGroup group, WaitingRecipients waiting, LongSupplier clock) {
    MetricGroup mail = group.addGroup("petrel");
    this.sent = mail.counter("mails_sent");
    this.failed = mail.counter("mails_failed");
    this.retried = mail.counter("mails_retried");
    this.undeliverable = mail.counter("mails_undeliverable");
    this.limited = mail.counter("mails_limited");
    this.unwanted = mail.counter("alerts_not_wanted");
    this.duplicate = mail.counter("alerts_duplicate");
    mail.gauge("mail_recipients_waiting", (Gauge<Integer>) waiting::count);
    mail.gauge("mails_waiting", (Gauge<Long>) waiting::mails);
    mail.gauge(
        "mail_oldest_waiting_millis", (Gauge<Long>) () -> waiting.oldestMillis(clock.getAsLong()));
  }

  void arrived(Arrival arrival) {
    switch (arrival) {
      case QUEUED, HELD -> {}
      case DUPLICATE -> duplicate.inc();
      case NOT_WANTED, NEVER_TOLD, OVER_WHILE_MUTED, WITHDRAWN_UNTOLD -> unwanted.inc();
    }
  }
}
