package io.petrel.engine;

import io.petrel.rule.RuleSetUpdate;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Hands the jobs to a Flink cluster, in a process that Flink's client or the cluster itself has
 * started. Where a job resumes is then Flink's to say (a savepoint that was named, or high
 * availability), unless the newest checkpoint is asked for.
 *
 * @param fromNewest resume from the newest complete checkpoint in the job's folder, if there is
 *     one: for a cluster that has lost what it knew
 */
public record ClusterSubmission(boolean fromNewest) {
  /** Submits detection. Returns the checkpoint that was found in its folder. */
  public Optional<String> detect(DetectionSettings settings, RuleSetUpdate rules) throws Exception {
    return submit(DetectionJob.NAME, settings.engine(), DetectionJob.define(settings, rules));
  }

  /** Submits notification. Returns the checkpoint that was found in its folder. */
  public Optional<String> notify(NotificationSettings settings) throws Exception {
    return submit(NotificationJob.NAME, settings.engine(), NotificationJob.define(settings));
  }

  private Optional<String> submit(
      String name, EngineSettings settings, StreamExecutionEnvironment environment)
      throws Exception {
    Optional<String> checkpoint =
        fromNewest
            ? Checkpoints.newest(Checkpoints.folder(settings.checkpointFolder(), name))
            : Optional.empty();
    checkpoint.ifPresent(
        path -> {
          Configuration restore = new Configuration();
          restore.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
          restore.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
          environment.configure(restore);
        });
    var unused = environment.executeAsync(name);
    return checkpoint;
  }
}
