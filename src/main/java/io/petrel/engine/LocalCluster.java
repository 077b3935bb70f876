package io.petrel.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.FailedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster in this JVM, for one machine, the demo and backtests. Loopback only. */
public final class LocalCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 5;

  private final MiniCluster cluster;
  private final List<JobID> jobs = new ArrayList<>();

  private final JobCounts counts;
  private final MetricsText metrics;

  /**
   * Where Kafka's compression unpacks its native libraries: a killed process would leave them
   * behind elsewhere.
   */
  private static final List<String> NATIVE_FOLDERS =
      List.of("org.xerial.snappy.tempdir", "ZstdTempFolder");

  private final TemporaryFolder temporary;

  private LocalCluster(
      MiniCluster cluster, TemporaryFolder temporary, JobCounts counts, MetricsText metrics) {
    this.cluster = cluster;
    this.temporary = temporary;
    this.counts = counts;
    this.metrics = metrics;
  }

  /**
   * @param slots how many subtasks of each operator can run, over all jobs
   */
  public static LocalCluster start(int slots) {
    try {
      return start(slots, TemporaryFolder.ofMachine());
    } catch (IOException e) {
      throw new UncheckedIOException("there is no place for temporary files: " + e.getMessage(), e);
    }
  }

  /**
   * The same.
   *
   * @param temporary where state is worked on, unpacked libraries and the like; closed with it
   */
  static LocalCluster start(int slots, TemporaryFolder temporary) {
    NATIVE_FOLDERS.forEach(name -> System.setProperty(name, temporary.path().toString()));
    Configuration configuration = new Configuration();
    configuration.set(CoreOptions.TMP_DIRS, temporary.path().toString());
    configuration.set(WebOptions.TMP_DIR, temporary.path().toString());
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    // The mini cluster's own bind address does not apply to the blob server.
    configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    MemorySize network = MemorySize.ofMebiBytes(networkMebibytes(slots));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    JobCounts counts = JobCounts.install(configuration);
    MetricsText metrics = MetricsText.install(configuration);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setCommonBindAddress("127.0.0.1")
                .withRandomPorts()
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      close(temporary);
      throw new IllegalStateException(
          "the embedded Flink cluster did not start: " + e.getMessage(), e);
    }
    return new LocalCluster(cluster, temporary, counts, metrics);
  }

  /** Each subtask has buffers for each subtask of the stage before it, hence the square. */
  private static long networkMebibytes(int slots) {
    return Math.max(64, (long) slots * slots);
  }

  /** The counters of the operators of all jobs since the start. */
  public JobCounts counts() {
    return counts;
  }

  /** All metrics of the cluster and its jobs. */
  public MetricsText metrics() {
    return metrics;
  }

  /**
   * Submits a job.
   *
   * @param checkpoint where it resumes; empty = from the start
   */
  public JobID submit(StreamExecutionEnvironment environment, Optional<String> checkpoint)
      throws InterruptedException {
    StreamGraph graph = environment.getStreamGraph();
    // A mini cluster needs the id in the graph; only environment.execute() would set it.
    graph.setJobId(new JobID());
    LOG.info(
        "{} resumes from {}", graph.getJobName(), checkpoint.orElse("nothing: it starts anew"));
    checkpoint.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(path, false, RecoveryClaimMode.CLAIM)));
    try {
      JobID id = cluster.submitJob(graph).get().getJobID();
      jobs.add(id);
      return id;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the cluster refused the job '%s'".formatted(graph.getJobName()), e.getCause());
    }
  }

  /**
   * Waits until a job ends by itself.
   *
   * @throws IllegalStateException with the cause if it fails
   */
  public void awaitEnd(JobID job) throws InterruptedException {
    get(cluster.requestJobResult(job), "result")
        .getSerializedThrowable()
        .ifPresent(
            failure -> {
              throw new IllegalStateException(
                  "the job failed: " + failure.getMessage(),
                  failure.deserializeError(LocalCluster.class.getClassLoader()));
            });
  }

  public JobStatus status(JobID job) throws InterruptedException {
    return get(cluster.getJobStatus(job), "status");
  }

  private static <T> T get(CompletableFuture<T> answer, String what) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw cannotRead(what, e);
    }
  }

  private static IllegalStateException cannotRead(String what, ExecutionException failure) {
    return new IllegalStateException("cannot read the job's " + what, failure.getCause());
  }

  /**
   * Waits until every subtask of a job runs or has ended: before, it can have no checkpoint.
   *
   * @throws IllegalStateException with the cause if the job fails
   */
  public void awaitRunning(JobID job, Duration limit)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + limit.toNanos();
    while (!isRunning(job)) {
      if (status(job).isGloballyTerminalState()) {
        awaitEnd(job);
        return;
      }
      if (System.nanoTime() > end) {
        throw new TimeoutException("the job is not running after " + limit);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean isRunning(JobID job) throws InterruptedException {
    return isRunning(get(cluster.getExecutionGraph(job), "state"));
  }

  private static boolean isRunning(AccessExecutionGraph graph) {
    if (graph.getState() != JobStatus.RUNNING) {
      return false; // A job that is being created has no subtasks.
    }
    for (AccessExecutionVertex subtask : graph.getAllExecutionVertices()) {
      ExecutionState state = subtask.getExecutionState();
      if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
        return false;
      }
    }
    return true;
  }

  /**
   * The present state of a job.
   *
   * @param name to show
   * @throws TimeoutException if the cluster does not answer in time
   */
  public JobState state(JobID job, String name, Duration limit)
      throws InterruptedException, TimeoutException {
    try {
      AccessExecutionGraph graph =
          cluster.getExecutionGraph(job).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      CheckpointStatsSnapshot checkpoints = graph.getCheckpointStatsSnapshot();
      CompletedCheckpointStats last =
          checkpoints == null ? null : checkpoints.getHistory().getLatestCompletedCheckpoint();
      FailedCheckpointStats failed =
          checkpoints == null ? null : checkpoints.getHistory().getLatestFailedCheckpoint();
      if (failed != null && last != null && failed.getCheckpointId() < last.getCheckpointId()) {
        failed = null;
      }
      JobStatus status = graph.getState();
      return new JobState(
          name,
          status.name(),
          status.isGloballyTerminalState(),
          isRunning(graph),
          last == null ? OptionalLong.empty() : OptionalLong.of(last.getLatestAckTimestamp()),
          failed == null ? Optional.empty() : Optional.ofNullable(failed.getFailureMessage()));
    } catch (ExecutionException e) {
      throw cannotRead("state", e);
    }
  }

  /**
   * Whether the task manager is there; without it no job runs, and no other takes its place.
   *
   * @throws TimeoutException if the cluster does not answer in time
   */
  public boolean hasTaskManager(Duration limit) throws InterruptedException, TimeoutException {
    try {
      return cluster
              .requestClusterOverview()
              .get(limit.toMillis(), TimeUnit.MILLISECONDS)
              .getNumTaskManagersConnected()
          > 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the embedded Flink cluster does not answer", e.getCause());
    }
  }

  /** For tests: what a fatal error in a task does. */
  void endTaskManager() {
    cluster.terminateTaskManager(0).join();
  }

  /** Completes a checkpoint now; what is in flight to Kafka is committed by it. */
  public void checkpoint(JobID job, Duration limit) throws InterruptedException, TimeoutException {
    try {
      cluster.triggerCheckpoint(job).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the checkpoint failed", e.getCause());
    }
  }

  /** Cancels all jobs, keeps their checkpoints, and stops the cluster. */
  @Override
  public void close() {
    try {
      for (JobID job : jobs) {
        if (!status(job).isGloballyTerminalState()) {
          cluster.cancelJob(job).get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
          cluster.requestJobResult(job).get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      LOG.warn("A job did not stop; stopping the cluster all the same", e);
    }
    try {
      cluster.closeAsync().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The embedded Flink cluster did not stop cleanly", e);
    }
    close(temporary);
  }

  private static void close(TemporaryFolder temporary) {
    NATIVE_FOLDERS.forEach(
        name -> System.getProperties().remove(name, temporary.path().toString()));
    temporary.close();
  }
}
