package io.petrel.engine;

import io.petrel.ingest.IngestSettings;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.RequiredKafkaAccess;
import java.time.Duration;

/**
 * Everything that the detection job needs to know.
 *
 * @param rulesFolder URI or path of the folder of rules
 * @param rulesInterval how often it is looked at, > 0
 */
public record DetectionSettings(
    EngineSettings engine,
    IngestSettings ingest,
    String rulesFolder,
    Duration rulesInterval,
    PipelineSettings pipeline,
    PublishSettings publish) {

  /** Of the engine that runs detection. */
  EngineLease.Lease lease() {
    return EngineLease.Lease.ofDetection(publish);
  }

  RequiredKafkaAccess needs(int partitions) {
    return RequiredKafkaAccess.ofDetection(publish, ingest.topic(), ingest.groupId(), partitions);
  }
}
