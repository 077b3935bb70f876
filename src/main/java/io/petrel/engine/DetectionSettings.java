package io.petrel.engine;

import io.petrel.ingest.IngestSettings;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.RequiredKafkaAccess;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the detection job.
 *
 * @param rulesFolder the folder of rules, on the machine where the job runs
 * @param rulesInterval how often it is looked at, > 0
 */
public record DetectionSettings(
    EngineSettings engine,
    IngestSettings ingest,
    Path rulesFolder,
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
