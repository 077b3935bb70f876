package io.petrel.engine;

import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.RequiredKafkaAccess;
import io.petrel.wire.ClientProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of the notification job.
 *
 * @param topics brokers and topics, as of the detection job
 * @param groupId consumer group on the alerts topic
 * @param consumer properties of the Kafka consumer
 * @param subscriptions what the file of subscriptions holds now: the job starts with it
 * @param subscriptionsFile that file, on the machine where the job runs
 * @param subscriptionsInterval how often it is looked at, > 0
 */
public record NotificationSettings(
    EngineSettings engine,
    PublishSettings topics,
    String groupId,
    Map<String, String> consumer,
    SubscriptionSet subscriptions,
    Path subscriptionsFile,
    Duration subscriptionsInterval,
    NotifySettings mail) {
  public NotificationSettings {
    consumer = ClientProperties.copyOf(consumer);
  }

  /** Of the engine that runs notification. */
  EngineLease.Lease lease() {
    return EngineLease.Lease.ofNotification(topics, groupId);
  }

  RequiredKafkaAccess needs(int partitions) {
    return RequiredKafkaAccess.ofNotification(topics, groupId, partitions);
  }
}
