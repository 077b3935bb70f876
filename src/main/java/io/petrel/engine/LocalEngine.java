package io.petrel.engine;

import io.petrel.publish.RequiredKafkaAccess;
import io.petrel.publish.TopicAdmin;
import io.petrel.rule.RuleSetUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Both jobs in this JVM, for one machine. Each resumes from the newest complete checkpoint in its
 * folder. One thread starts and stops it; any thread may read its state.
 */
public final class LocalEngine implements AutoCloseable {
  private static final Duration TOPICS_LIMIT = Duration.ofSeconds(20);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final LocalCluster cluster;
  private final Map<String, JobID> jobs = new ConcurrentSkipListMap<>();
  private final List<EngineLease.Lease> leases = new ArrayList<>();
  private long aliveNanos = System.nanoTime();

  private LocalEngine(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts the embedded cluster, without a job yet.
   *
   * @param parallelism of each of the two jobs
   * @param dataFolder where it works on its state, in {@code tmp}
   * @throws UncheckedIOException if it cannot
   */
  public static LocalEngine start(int parallelism, Path dataFolder) {
    try {
      return new LocalEngine(
          LocalCluster.start(2 * parallelism, TemporaryFolder.in(dataFolder.resolve("tmp"))));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the folder %s cannot be used for temporary files: %s".formatted(dataFolder, e), e);
    }
  }

  /**
   * Creates missing topics, and checks existing ones and the rights of the login, for the given
   * jobs, which share brokers and a login.
   *
   * @param partitions of a created topic
   * @return the problems, a sentence each
   */
  public static List<String> prepareTopics(
      Optional<DetectionSettings> detection,
      Optional<NotificationSettings> notification,
      int partitions) {
    Stream<RequiredKafkaAccess> needs =
        Stream.concat(
            detection.stream().map(settings -> settings.needs(partitions)),
            notification.stream().map(settings -> settings.needs(partitions)));
    return needs.reduce(RequiredKafkaAccess::and).map(LocalEngine::prepareTopics).orElse(List.of());
  }

  private static List<String> prepareTopics(RequiredKafkaAccess needs) {
    try (TopicAdmin topics = TopicAdmin.open(needs.settings(), TOPICS_LIMIT)) {
      return topics.ensure(needs).problems();
    }
  }

  /**
   * Says which other engine runs on the topics of the jobs that are named, wherever it runs; empty
   * when there is none. Waits up to 15 s for one that may be dead.
   *
   * @param isDead processes that are known not to run any more
   */
  public static Optional<String> otherEngine(
      Optional<DetectionSettings> detection,
      Optional<NotificationSettings> notification,
      Predicate<EngineLease.HostProcess> isDead)
      throws InterruptedException {
    for (EngineLease.Lease lease :
        Stream.concat(
                detection.stream().map(DetectionSettings::lease),
                notification.stream().map(NotificationSettings::lease))
            .toList()) {
      Optional<String> other =
          EngineLease.heldByOther(lease, holder -> isDead.test(holder.process()), holder -> false);
      if (other.isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  /** Starts detection. Returns the checkpoint from which it goes on, if there is one. */
  public Optional<String> detect(DetectionSettings settings, RuleSetUpdate rules)
      throws IOException, InterruptedException {
    leases.add(settings.lease());
    return submit(DetectionJob.NAME, settings.engine(), DetectionJob.define(settings, rules));
  }

  /** Starts notification. Returns the checkpoint from which it resumes, if there is one. */
  public Optional<String> notify(NotificationSettings settings)
      throws IOException, InterruptedException {
    leases.add(settings.lease());
    return submit(NotificationJob.NAME, settings.engine(), NotificationJob.define(settings));
  }

  private Optional<String> submit(
      String name, EngineSettings settings, StreamExecutionEnvironment environment)
      throws IOException, InterruptedException {
    Optional<String> checkpoint =
        Checkpoints.newest(Checkpoints.folder(settings.checkpointFolder(), name));
    jobs.put(name, cluster.submit(environment, checkpoint));
    return checkpoint;
  }

  /** The counters of the operators since the start. */
  public JobCounts counts() {
    return cluster.counts();
  }

  /** All metrics, of the jobs and of the JVM. */
  public MetricsText metrics() {
    return cluster.metrics();
  }

  /**
   * The present state of each started job.
   *
   * @param limit for each answer
   * @throws TimeoutException if the cluster does not answer in time
   */
  public List<JobState> states(Duration limit) throws InterruptedException, TimeoutException {
    List<JobState> states = new ArrayList<>();
    for (Map.Entry<String, JobID> job : jobs.entrySet()) {
      states.add(cluster.state(job.getValue(), job.getKey(), limit));
    }
    return states;
  }

  /** Completes a checkpoint of every job now, one after the other. */
  public void checkpoint(Duration limit) throws InterruptedException, TimeoutException {
    for (JobID job : jobs.values()) {
      cluster.checkpoint(job, limit);
    }
  }

  /**
   * The final status of each ended job, by name. A job here ends only when it fails permanently.
   */
  public Map<String, String> ended() throws InterruptedException {
    Map<String, String> ended = new LinkedHashMap<>();
    for (Map.Entry<String, JobID> job : jobs.entrySet()) {
      JobStatus status = cluster.status(job.getValue());
      if (status.isGloballyTerminalState()) {
        ended.put(job.getKey(), status.name());
      }
    }
    return ended;
  }

  /**
   * Whether the embedded cluster can run no job any more: its task manager has been away for so
   * long. Nothing brings it back but a new process. To be asked every second or so.
   */
  public boolean isLost(Duration after) throws InterruptedException {
    try {
      if (cluster.hasTaskManager(ANSWER)) {
        aliveNanos = System.nanoTime();
      }
    } catch (TimeoutException e) {
      // Who does not answer for that long is lost, too.
    }
    return System.nanoTime() - aliveNanos > after.toNanos();
  }

  /** For tests. */
  void endTaskManager() {
    cluster.endTaskManager();
  }

  /** Stops both jobs, keeps their checkpoints, and stops the cluster. */
  @Override
  public void close() {
    cluster.close();
    leases.forEach(EngineLease::release);
  }
}
