package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.notify.delivery.AddressAlerts;
import io.petrel.notify.delivery.Addressed;
import io.petrel.notify.delivery.DeliveryOperator;
import io.petrel.notify.delivery.DeliveryOperatorFactory;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.delivery.SentMail;
import io.petrel.notify.delivery.SentMailLog;
import io.petrel.notify.delivery.SubscriptionBook;
import io.petrel.notify.delivery.Undeliverable;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.state.CodecTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Entry to the notification stage: alerts in, mails out.
 *
 * <p>Each recipient gets mails of its own, at least once: after a crash a mail is sent again, with
 * the same Message-ID, if the server accepted it and neither {@link SentMailLog} nor a checkpoint
 * recorded that. A mail is sent when a checkpoint has recorded its content, so the checkpoint
 * interval adds to its delay.
 *
 * <p>At the end of bounded input the stage sends all that is due, retries included; what a
 * subscription holds back (digest, quiet hours, limit) stays in state.
 */
public final class Notifications {
  /** Operator ids; never change them: savepoints are found by them. */
  static final String ADDRESS_UID = "notify-address";

  static final String DELIVER_UID = "notify-deliver";

  private Notifications() {}

  /**
   * The results of mails.
   *
   * @param undeliverable that no server takes
   * @param sent each as soon as the server accepted it, for {@link SentMailLog}
   */
  public record Delivery(DataStream<Undeliverable> undeliverable, DataStream<SentMail> sent) {}

  /**
   * Mails alerts to subscribers.
   *
   * @param alerts all records; those of one incident in order
   * @param updates sets of subscriptions, each in force from its arrival
   * @param initial the set in force until the first update; a restored job uses its last one
   * @param sentMails read once after a restore
   */
  public static Delivery deliver(
      DataStream<Alert> alerts,
      DataStream<SubscriptionSet> updates,
      SubscriptionSet initial,
      SentMailLog sentMails,
      NotifySettings settings) {
    BroadcastStream<SubscriptionSet> known = updates.broadcast(SubscriptionBook.STATE);
    SingleOutputStreamOperator<Addressed> addressed =
        alerts
            .keyBy(Alert::incidentId, Types.STRING)
            .connect(known)
            .process(new AddressAlerts(initial), CodecTypeInfo.of(Addressed.CODEC))
            .uid(ADDRESS_UID)
            .name("address alerts");
    SingleOutputStreamOperator<Undeliverable> undeliverable =
        addressed
            .keyBy(Addressed::recipient, Types.STRING)
            .connect(updates.broadcast())
            .transform(
                "deliver mail",
                CodecTypeInfo.of(Undeliverable.CODEC),
                new DeliveryOperatorFactory(settings, initial, sentMails))
            .uid(DELIVER_UID)
            .name("deliver mail");
    return new Delivery(undeliverable, undeliverable.getSideOutput(DeliveryOperator.SENT));
  }
}
