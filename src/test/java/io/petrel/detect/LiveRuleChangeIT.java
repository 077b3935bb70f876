package io.petrel.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job on RocksDB with incremental checkpoints, whose rule folder is edited while it is stopped
 * with a savepoint, killed, failed in the middle of a change, and resumed with other parallelism.
 */
@Timeout(120)
class LiveRuleChangeIT {
  private static final int COUNT = 900;
  private static final long MINUTE = 60_000;
  private static final long BOUND = 3 * MINUTE;
  private static final ConcurrentLinkedQueue<RuleEvent> TOLD = new ConcurrentLinkedQueue<>();
  private static final AtomicBoolean FAIL = new AtomicBoolean();

  @TempDir private Path folder;

  @Test
  void findsWhatAnUndisturbedRunFinds() throws Exception {
    List<String> expected;
    List<String> expectedEvents;
    try (Run run = new Run(folder.resolve("undisturbed"))) {
      run.start(1, Optional.empty());
      run.script(() -> {}, () -> {}, () -> {}, () -> {});
      expected = Ledger.entries();
      expectedEvents = changes();
    }
    assertThat(expected).hasSizeGreaterThan(100).anyMatch(line -> line.startsWith("silent"));
    assertThat(expectedEvents).hasSize(5).anyMatch(line -> !line.endsWith(" 0"));

    try (Run run = new Run(folder.resolve("disturbed"))) {
      run.start(1, Optional.empty());
      run.script(
          () -> run.start(2, Optional.of(run.stop())),
          () -> FAIL.set(true),
          run::checkpoint,
          () -> run.start(1, Optional.of(run.kill())));
      assertThat(FAIL).isFalse();
      assertThat(Ledger.entries()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(changes()).isEqualTo(expectedEvents);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static List<String> changes() {
    return TOLD.stream()
        .filter(event -> event.outcome() != RuleEvent.Outcome.RUNNING)
        .map(
            event ->
                "%s %s %s %d"
                    .formatted(
                        event.rule(),
                        event.version(),
                        event.outcome(),
                        event.droppedPartialMatches()))
        .distinct()
        .toList();
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Observation observation(long number) {
    SplittableRandom random = new SplittableRandom(number);
    long minute = number / 3 + random.nextInt(3);
    String station = number % 40 == 0 ? "seldom" + number % 3 : "s" + random.nextInt(12);
    return Observation.at(station, minute * MINUTE)
        .set(Variables.TEMPERATURE_C, random.nextInt(12))
        .set(Variables.WIND_SPEED_MS, number)
        .build();
  }

  /** A job, its cluster and its folders. */
  private static final class Run implements AutoCloseable {
    private final Path folder;
    private final Path rules;
    private final MiniCluster cluster;
    private JobID job = new JobID();
    private String checkpoint = "";

    Run(Path folder) throws Exception {
      this.folder = folder;
      this.rules = Files.createDirectories(folder.resolve("rules"));
      cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(new Configuration())
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(2)
                  .withRandomPorts()
                  .build());
      cluster.start();
      TOLD.clear();
      FAIL.set(false);
      GatedObservations.open(0);
      write(SampleRules.silent());
      write(SampleRules.cooling("t", "reset", 2));
      write(SampleRules.falling());
    }

    /** What happens, with what may disturb it between. */
    void script(Step first, Step second, Step third, Step fourth) throws Exception {
      observe(200);
      change(SampleRules.cooling("t", "drain", 4));
      observe(300);
      first.run();
      observe(400);
      checkpoint();
      second.run();
      change(SampleRules.cooling("t", "reset", 3));
      third.run();
      observe(550);
      change(SampleRules.cooling("other words", "reset", 3));
      checkpoint();
      observe(700);
      fourth.run();
      awaitPassed(700);
      Files.delete(rules.resolve("silent.yaml"));
      awaitTold("silent", SampleRules.silent().version(), RuleEvent.Outcome.REMOVED);
      change(SampleRules.cooling("other words", "drain", 5));
      observe(COUNT);
    }

    void start(int parallelism, Optional<String> from) throws Exception {
      Ledger.reset();
      StreamGraph graph = graph(parallelism);
      job = new JobID();
      graph.setJobId(job);
      from.ifPresent(
          path ->
              graph.setSavepointRestoreSettings(
                  SavepointRestoreSettings.forPath(path, false, RecoveryClaimMode.NO_CLAIM)));
      cluster.submitJob(graph).get();
    }

    private StreamGraph graph(int parallelism) {
      Configuration conf = new Configuration();
      conf.setString("state.backend.type", "rocksdb");
      conf.setString("execution.checkpointing.incremental", "true");
      conf.setString("execution.checkpointing.interval", "1 h");
      conf.setString("execution.checkpointing.dir", folder.resolve("chk").toUri().toString());
      conf.setString(
          "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
      conf.setString("restart-strategy.type", "fixed-delay");
      conf.setString("restart-strategy.fixed-delay.delay", "10 ms");
      StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
      env.setParallelism(parallelism);
      env.setMaxParallelism(16);
      RuleSetUpdate initial =
          new RuleSetUpdate(
              0,
              List.of(
                  SampleRules.silent(),
                  SampleRules.cooling("t", "reset", 2),
                  SampleRules.falling()));
      RuleFolderSource.Watched watched =
          RuleFolderSource.watch(env, rules, Duration.ofMillis(20), initial);
      Detections detections =
          Detector.detect(
              GatedObservations.from(env, COUNT, LiveRuleChangeIT::observation, BOUND),
              watched.updates(),
              initial,
              new DetectSettings(1000, 10, Duration.ofDays(30), 4));
      Ledger.keep(detections.detections());
      detections
          .ruleEvents()
          .map(new Tell())
          .setParallelism(1)
          .sinkTo(new DiscardingSink<>())
          .setParallelism(1);
      return env.getStreamGraph();
    }

    /** Stops the job with a savepoint, and returns where that is. */
    String stop() throws Exception {
      return cluster
          .stopWithSavepoint(
              job,
              folder.resolve("savepoints").toUri().toString(),
              false,
              SavepointFormatType.CANONICAL)
          .get();
    }

    void checkpoint() throws Exception {
      checkpoint = cluster.triggerCheckpoint(job).get();
    }

    /** Stops the job as it is, and returns its last checkpoint. */
    String kill() throws Exception {
      cluster.cancelJob(job).get();
      cluster.requestJobResult(job).get();
      return checkpoint;
    }

    private void observe(int count) {
      GatedObservations.open(count);
      awaitPassed(count);
    }

    private static void awaitPassed(int count) {
      long newest = 0;
      for (int i = 0; i < count; i++) {
        newest = Math.max(newest, observation(i).timeMillis());
      }
      long time = newest - BOUND;
      Waiting.await(PATIENCE, () -> Ledger.time() >= time);
    }

    private void change(RuleFile file) throws Exception {
      write(file);
      awaitTold(file.name().replace(".yaml", ""), file.version(), RuleEvent.Outcome.ACCEPTED);
    }

    private static void awaitTold(String rule, String version, RuleEvent.Outcome outcome) {
      Waiting.await(
          PATIENCE,
          () ->
              TOLD.stream()
                  .anyMatch(
                      event ->
                          event.rule().equals(rule)
                              && event.version().equals(version)
                              && event.outcome() == outcome));
    }

    private void write(RuleFile file) throws Exception {
      Files.writeString(rules.resolve(file.name()), file.text());
    }

    @Override
    public void close() throws Exception {
      kill();
      cluster.close();
    }
  }

  /** Fails once, when it is told to, on a change that runs everywhere and is in no checkpoint. */
  private static final class Tell implements MapFunction<RuleEvent, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String map(RuleEvent event) {
      if (event.outcome() == RuleEvent.Outcome.ACCEPTED && FAIL.getAndSet(false)) {
        throw new IllegalStateException("a failure in the middle of a change");
      }
      TOLD.add(event);
      return event.rule();
    }
  }
}
