package io.petrel.engine;

import io.petrel.text.Require;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * How the jobs run.
 *
 * @param parallelism subtasks of each operator, >= 1
 * @param stateBackend where keyed state is stored
 * @param checkpointInterval time from one checkpoint to the next, > 0; alerts of exactly-once
 *     delivery become visible with a checkpoint
 * @param checkpointFolder any URI that Flink's file systems support; each job has a folder below it
 */
public record EngineSettings(
    int parallelism,
    StateBackend stateBackend,
    Duration checkpointInterval,
    String checkpointFolder) {

  /** The longest delay of an alert after the cause of a failure is gone. */
  private static final Duration LONGEST_RESTART_PAUSE = Duration.ofSeconds(5);

  /** Flink's state backends. */
  public enum StateBackend {
    /** On disk, checkpoints hold changes only. */
    ROCKSDB("rocksdb"),
    /** On the heap: faster, for state that fits. */
    HASHMAP("hashmap");

    private final String flinkName;

    StateBackend(String flinkName) {
      this.flinkName = flinkName;
    }
  }

  public EngineSettings {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is %d, must be >= 1".formatted(parallelism));
    }
    Require.positive("checkpointInterval", checkpointInterval);
  }

  /** Settings for one machine, with checkpoints below the folder. */
  public static EngineSettings local(Path folder) {
    return new EngineSettings(
        1, StateBackend.ROCKSDB, Duration.ofSeconds(2), folder.toAbsolutePath().toUri().toString());
  }

  /**
   * Flink's configuration of a job.
   *
   * @param job name of the job: its folder below the checkpoint folder
   * @param failedCheckpoints after how many in a row it restarts from the last good one, >= 1
   */
  public Configuration toConfiguration(String job, int failedCheckpoints) {
    Configuration configuration = pipelineConfiguration();
    configuration.set(StateBackendOptions.STATE_BACKEND, stateBackend.flinkName);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, Checkpoints.folder(checkpointFolder, job));
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    // A checkpoint that fails, a full disk say, is not the end of the job: it goes on with the
    // last.
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, failedCheckpoints - 1);
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        LONGEST_RESTART_PAUSE);
    // By default the pauses become short again only after an hour without a failure.
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        LONGEST_RESTART_PAUSE.multipliedBy(2));
    configuration.set(PipelineOptions.NAME, job);
    return configuration;
  }

  /** The configuration of every run of the pipeline, with or without checkpoints. */
  public static Configuration pipelineConfiguration() {
    Configuration configuration = new Configuration();
    // Kryo would bind savepoints to class layouts; every type has a codec or Flink's serializer.
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    // All values are immutable.
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    // Both delay a match.
    configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(20));
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(10));
    return configuration;
  }
}
