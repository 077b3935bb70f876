package io.petrel.engine;

import io.petrel.detect.RuleFolderSource;
import io.petrel.incident.OpenIncidentStore;
import io.petrel.ingest.Ingested;
import io.petrel.ingest.KafkaObservations;
import io.petrel.publish.AlertTopics;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.PublishedIncidents;
import io.petrel.rule.RuleSetUpdate;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The first job: observations topic and rule folder in, alert topics out. */
public final class DetectionJob {
  /** Name of the job, and of its folder of checkpoints. */
  public static final String NAME = "detection";

  /**
   * Each leaves a producer with its transaction open in every sink with records; a restart closes
   * them.
   */
  private static final int FAILED_CHECKPOINTS = 10;

  private DetectionJob() {}

  /**
   * Defines the job.
   *
   * @param rules the present content of the rule folder: the job starts with it, so that no
   *     observation precedes the rules
   */
  public static StreamExecutionEnvironment define(DetectionSettings settings, RuleSetUpdate rules) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            settings
                .engine()
                .toConfiguration(
                    NAME,
                    settings.publish().oldestCheckpoint().isPresent()
                        ? FAILED_CHECKPOINTS
                        : Integer.MAX_VALUE));
    env.setParallelism(settings.engine().parallelism());
    AlertPipeline.build(
        env,
        new KafkaAndFolder(settings, rules),
        settings.pipeline(),
        results -> publish(results, settings.publish()));
    return env;
  }

  private static void publish(PipelineResults results, PublishSettings settings) {
    AlertTopics.publishAlerts(JobGuard.ofDetection(results.alerts(), settings), settings);
    AlertTopics.publishIncidents(results.alerts(), settings);
    AlertTopics.publishRules(results.ruleEvents(), settings);
    AlertTopics.publishRejected(results.rejected(), settings);
    AlertTopics.publishLate(results.late(), settings);
  }

  private record KafkaAndFolder(DetectionSettings settings, RuleSetUpdate initial)
      implements PipelineSource {
    @Override
    public Ingested observations(StreamExecutionEnvironment env) {
      return KafkaObservations.from(env, settings.ingest());
    }

    @Override
    public RuleFeed rules(StreamExecutionEnvironment env) {
      RuleFolderSource.Watched watched =
          RuleFolderSource.watch(env, settings.rulesFolder(), settings.rulesInterval(), initial);
      return new RuleFeed(initial, watched.updates(), watched.events());
    }

    @Override
    public Optional<OpenIncidentStore> openIncidents() {
      PublishSettings topics = settings.publish();
      return Optional.of(() -> PublishedIncidents.open(topics));
    }
  }
}
