package io.petrel.testing;

import io.petrel.publish.PublishSettings;
import io.petrel.publish.RequiredKafkaAccess;

/** What both jobs need of Kafka, with one login. */
public final class BothJobs {
  private BothJobs() {}

  /**
   * @param observations the topic that is read
   * @param partitions of topics that are created
   */
  public static RequiredKafkaAccess needs(
      PublishSettings settings, String observations, int partitions) {
    return RequiredKafkaAccess.ofDetection(settings, observations, "petrel-detection", partitions)
        .and(RequiredKafkaAccess.ofNotification(settings, "petrel-notification", partitions));
  }
}
