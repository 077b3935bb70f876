package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.config.Config;
import io.petrel.issue.Issues;
import io.petrel.publish.TopicAdmin;
import io.petrel.testing.BothJobs;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The whole system in processes of its own: broker, mail server, and what runs the two jobs. */
final class World implements AutoCloseable {
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  static final int PARTITIONS = 3;

  private static final String CONFIGURATION =
      """
      kafka:
        bootstrap-servers: %s
        properties: {request.timeout.ms: '3000', delivery.timeout.ms: '5000', default.api.timeout.ms: '10000'}
      ingest: {start-from: earliest, report-delay: 2m, idle-timeout: 30d}
      rules: {folder: rules, check-interval: 500ms}
      detect: {context-size: 0, emit: when-certain, revise-for: 0}
      publish: {transaction-timeout: 2m, longest-outage: 100s}
      mail:
        {host: 127.0.0.1, port: %d, tls: none, first-retry: 1s, longest-retry: 3s, connect-timeout: 2s, reply-timeout: 5s}
      engine:
        {data-folder: data, checkpoint-folder: checkpoints, checkpoint-interval: %ds, parallelism: %d}
      """;

  private static final String SUBSCRIPTIONS =
      """
      subscriptions:
        - name: watch
          to: watch@example.org
          when: rule != "pulse" && rule != "extra"
      """;

  /** What the parallelism becomes, one after the other. */
  private static final List<Integer> RESCALES = List.of(1, 4, 2);

  private final Path folder;
  private final Random random;
  private final ClusterProcesses cluster;
  private final RuleFolderOnDisk rules;
  private final CheckpointStorage storage;
  private final ChildProcess mail;
  private final ChildProcess engine;
  private final int mailPort = ClusterProcesses.freePort();
  private Load load;
  private String detection = "";
  private String savepoint = "";
  private int rescales;
  private int wrongTimes;

  World(Path folder, long seed) throws IOException {
    this.folder = folder;
    this.random = new Random(seed);
    this.cluster = new ClusterProcesses(folder.resolve("cluster"));
    this.rules = new RuleFolderOnDisk(folder.resolve("rules"));
    this.storage = new CheckpointStorage(folder.resolve("checkpoints"));
    this.mail =
        ChildProcess.java(
            folder.resolve("mail.log"),
            "128m",
            MailServerProcess.class,
            mails().toString(),
            String.valueOf(mailPort));
    this.engine =
        ChildProcess.talkative(
            folder.resolve("run.log"),
            folder.resolve("petrel.log"),
            "768m",
            io.petrel.Main.class,
            "run",
            "--config",
            configuration().toString());
    configure(2);
    Files.writeString(folder.resolve("subscriptions.yaml"), SUBSCRIPTIONS);
  }

  /** Broker, mail server, both jobs on a Flink cluster, load. */
  void startCluster(long seed) {
    startServers();
    cluster.start();
    detection = cluster.submit("detection", configuration());
    var unused = cluster.submit("notification", configuration());
    startLoad(seed);
  }

  /** Broker, mail server, both jobs in one JVM, load. */
  void startOneJvm(long seed) {
    startServers();
    engine.start();
    startLoad(seed);
  }

  private void startServers() {
    cluster.start(ClusterProcesses.BROKER);
    mail.start();
    Config config = config();
    try (TopicAdmin topics = TopicAdmin.open(config.publish(), Duration.ofSeconds(30))) {
      assertThat(topics.ensure(BothJobs.needs(config.publish(), Load.TOPIC, PARTITIONS)).problems())
          .isEmpty();
    }
  }

  private void startLoad(long seed) {
    load = new Load(cluster.brokers(), seed);
    load.start();
  }

  ClusterProcesses cluster() {
    return cluster;
  }

  ChildProcess engine() {
    return engine;
  }

  ChildProcess mail() {
    return mail;
  }

  RuleFolderOnDisk rules() {
    return rules;
  }

  CheckpointStorage storage() {
    return storage;
  }

  Load load() {
    return load;
  }

  Path mails() {
    return folder.resolve("mails");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  int wrongTimes() {
    return wrongTimes;
  }

  String anyTaskManager() {
    return ClusterProcesses.TASK_MANAGERS.get(random.nextInt(2));
  }

  /** How long an outage lasts. */
  void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stations whose clocks are decades ahead and behind: rejected and late, and nothing else. */
  void publishWrongTimes() {
    for (String time : List.of("2100-01-01T00:00:00Z", "1990-01-01T00:00:00Z")) {
      Observation wrong =
          Observation.at("wrong:" + wrongTimes, Instant.parse(time))
              .set(Variables.PRESSURE_HPA, 1000)
              .build();
      var unused = load.publish(wrong, null);
      wrongTimes++;
    }
  }

  /** Longer than the brokers keep a transaction, and than they take to see it. */
  void failCheckpointsForLong() {
    storage.fill();
    pause(140_000);
  }

  /** Another engine on the same configuration: here, on another host, or on the cluster. */
  void startSecondEngine() {
    if (!detection.isEmpty()) {
      assertThatThrownBy(() -> cluster.submit("detection", configuration()))
          .hasMessageContaining("Another engine holds the lease 'petrel.alerts-lease': host ");
      return;
    }
    assertThatThrownBy(() -> ChildProcess.run(Map.of(), secondEngine(configuration())))
        .hasMessageContaining("exit code 1: ")
        .hasMessageContaining("Another engine uses the data folder ");
    Path elsewhere = folder.resolve("second.yaml");
    try {
      Files.writeString(
          elsewhere,
          Files.readString(configuration()).replace("data-folder: data", "data-folder: data-2"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThatThrownBy(() -> ChildProcess.run(Map.of(), secondEngine(elsewhere)))
        .hasMessageContaining("exit code 1: ")
        .hasMessageContaining("Another engine holds the lease 'petrel.alerts-lease': host ");
  }

  private static String[] secondEngine(Path configuration) {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Xmx256m",
      "-cp",
      System.getProperty("java.class.path"),
      io.petrel.Main.class.getName(),
      "run",
      "--config",
      configuration.toString()
    };
  }

  void stopDetection() {
    savepoint = cluster.stop(detection);
  }

  void resumeDetectionRescaled() {
    configure(RESCALES.get(rescales++ % RESCALES.size()));
    detection = cluster.submitFrom(savepoint, "detection", configuration());
  }

  Config config() {
    Issues issues = new Issues();
    return Config.read(configuration(), Map.of(), Optional.empty(), issues)
        .orElseThrow(() -> new IllegalStateException(issues.sorted().toString()));
  }

  private Path configuration() {
    return folder.resolve("petrel.yaml");
  }

  private void configure(int parallelism) {
    try {
      Files.writeString(
          configuration(),
          CONFIGURATION.formatted(
              cluster.brokers(), mailPort, CHECKPOINT_INTERVAL.toSeconds(), parallelism));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (load != null) {
      load.close();
    }
    engine.close();
    mail.close();
    cluster.close();
    storage.close();
  }
}
