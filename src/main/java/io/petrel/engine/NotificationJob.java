package io.petrel.engine;

import io.petrel.alert.Alert;
import io.petrel.notify.Notifications;
import io.petrel.notify.SubscriptionFileSource;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.publish.AlertTopics;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.PublishedAlerts;
import io.petrel.publish.PublishedMails;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The second job: alerts topic in, mails out. Kafka separates the jobs, so that a slow or dead mail
 * server never delays detection.
 */
public final class NotificationJob {
  /** Name of the job, and of its folder of checkpoints. */
  public static final String NAME = "notification";

  private NotificationJob() {}

  /** Defines the job. */
  public static StreamExecutionEnvironment define(NotificationSettings settings) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            settings.engine().toConfiguration(NAME, Integer.MAX_VALUE));
    env.setParallelism(settings.engine().parallelism());
    DataStream<Alert> alerts =
        JobGuard.ofNotification(
            PublishedAlerts.from(env, settings.topics(), settings.groupId(), settings.consumer()),
            settings.lease());
    DataStream<SubscriptionSet> subscriptions =
        SubscriptionFileSource.watch(
            env, settings.subscriptionsFile(), settings.subscriptionsInterval());
    PublishSettings topics = settings.topics();
    Map<String, String> consumer = settings.consumer();
    Notifications.Delivery delivery =
        Notifications.deliver(
            alerts,
            subscriptions,
            settings.subscriptions(),
            since -> PublishedMails.sentSince(topics, consumer, since),
            settings.mail());
    TypeInformation<Tuple2<String, String>> record = Types.TUPLE(Types.STRING, Types.STRING);
    AlertTopics.publishUndeliverable(
        delivery.undeliverable().map(mail -> Tuple2.of(mail.recipient(), mail.toJson()), record),
        topics);
    AlertTopics.publishMailSent(
        delivery.sent().map(mail -> Tuple2.of(mail.messageId(), mail.toJson()), record), topics);
    return env;
  }
}
