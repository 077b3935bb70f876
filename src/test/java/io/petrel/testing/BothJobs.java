package io.petrel.testing;

import io.petrel.publish.KafkaNeeds;
import io.petrel.publish.PublishSettings;

/** What both jobs need of Kafka, with one login. */
public final class BothJobs {
  private BothJobs() {}

  /**
   * @param observations the topic that is read
   * @param partitions of topics that are created
   */
  public static KafkaNeeds needs(PublishSettings settings, String observations, int partitions) {
    return KafkaNeeds.ofDetection(settings, observations, "petrel-detection", partitions)
        .and(KafkaNeeds.ofNotification(settings, "petrel-notification", partitions));
  }
}
