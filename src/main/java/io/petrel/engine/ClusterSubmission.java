package io.petrel.engine;

import io.petrel.rule.RuleSetUpdate;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Submits the jobs to a Flink cluster, in a process that Flink's client or the cluster has started.
 * Flink decides where a job resumes (a named savepoint, or high availability), unless {@code
 * fromNewest} is set.
 *
 * @param fromNewest resume from the newest complete checkpoint in the job's folder, if there is
 *     one: for a cluster that has lost its metadata
 */
public record ClusterSubmission(boolean fromNewest) {
  /** Submits detection. Returns the checkpoint from which it resumes, if there is one. */
  public Optional<String> detect(DetectionSettings settings, RuleSetUpdate rules) throws Exception {
    StreamExecutionEnvironment environment = DetectionJob.define(settings, rules);
    requireAlone(settings.lease(), environment);
    return submit(DetectionJob.NAME, settings.engine(), environment);
  }

  /** Submits notification. Returns the checkpoint from which it resumes, if there is one. */
  public Optional<String> notify(NotificationSettings settings) throws Exception {
    StreamExecutionEnvironment environment = NotificationJob.define(settings);
    requireAlone(settings.lease(), environment);
    return submit(NotificationJob.NAME, settings.engine(), environment);
  }

  /** A job manager that starts again submits a job that may run, under the id that it had. */
  private static void requireAlone(EngineLease.Lease lease, StreamExecutionEnvironment environment)
      throws InterruptedException, OtherEngine {
    Optional<String> id =
        environment.getConfiguration() instanceof Configuration configuration
            ? configuration.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID)
            : Optional.empty();
    Optional<String> other =
        EngineLease.heldByOther(
            lease, holder -> false, holder -> id.filter(holder.run()::equals).isPresent());
    if (other.isPresent()) {
      throw new OtherEngine(other.get());
    }
  }

  /** The job runs already; the message is for people. */
  public static final class OtherEngine extends Exception {
    private static final long serialVersionUID = 1;

    OtherEngine(String message) {
      super(message);
    }
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
