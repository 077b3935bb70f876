package io.petrel.cli.run;

import io.petrel.cli.files.PrivateFolder;
import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.kafka.KafkaOptions;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.LogFile;
import io.petrel.cli.terminal.PetrelVersion;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.engine.EngineLock;
import io.petrel.engine.LocalEngine;
import io.petrel.engine.NotificationJob;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.rule.RuleFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code petrel run}: both jobs on this machine, against a real Kafka and a real mail server. */
@Command(
    name = "run",
    description = {
      "Run detection and notification on this machine, against the Kafka cluster and the mail server of the configuration, until Ctrl-C. A restart resumes from the newest checkpoint.",
      "Before anything starts, the configuration, rules, subscriptions and topics are checked; all faults are shown at once."
    },
    footer = {
      "",
      "Examples:",
      "  petrel run                              with deploy/petrel.yaml",
      "  petrel run --config site.yaml --check   check everything, start nothing",
      "  petrel run --bootstrap kafka-1:9092,kafka-2:9092"
    })
public final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A task manager that was only asleep is back sooner. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(30);

  private static final Duration LAST_CHECKPOINT = Duration.ofSeconds(20);

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--check",
      description =
          "Check the configuration, rules and subscriptions, without Kafka; start nothing.")
  boolean check;

  private final Terminal terminal;

  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Config config = kafka.read(terminal);
    JobPreflight.requireLocalCheckpoints(config);
    List<RuleFile> rules =
        JobPreflight.rules(config, !check && JobPreflight.resumes(config), terminal);
    SubscriptionSet subscriptions =
        JobPreflight.subscriptions(
            config, !check && JobPreflight.resumes(config, NotificationJob.NAME), terminal);
    requireFolders(config);
    if (check) {
      terminal.line(
          "%d rules and the configuration are good; mail is %s"
              .formatted(rules.size(), config.mail().isPresent() ? "on" : "off"));
      return ExitCode.OK;
    }
    Path log = config.dataFolder().resolve("petrel.log");
    try (EngineLock lock = lock(config.dataFolder())) {
      LogFile.to(log, common.verbose);
      LOG.info(
          "Petrel {} starts, with the checkpoints in {}",
          PetrelVersion.text(),
          config.engine().checkpointFolder());
      new Brokers(config.kafka()).requireAnswer();
      JobPreflight.requireTopics(config);
      JobPreflight.requireNoOther(config, lock::isDead);
      try (StopSignal stop = new StopSignal()) {
        runUntil(stop, config, rules, subscriptions, log);
        // Before the signal is let go: after it the JVM may end at once.
        terminal.note("Stopped.");
      }
    }
    return ExitCode.OK;
  }

  private static EngineLock lock(Path folder) {
    try {
      return EngineLock.take(folder);
    } catch (IOException e) {
      throw CommandFailure.failed(FaultMessages.causes(e), e);
    }
  }

  private void requireFolders(Config config) {
    Path checkpoints = Path.of(URI.create(config.engine().checkpointFolder()));
    if (check) {
      PrivateFolder.requirePossible("engine.data-folder", config.dataFolder());
      PrivateFolder.requirePossible("engine.checkpoint-folder", checkpoints);
    } else {
      PrivateFolder.require("engine.data-folder", config.dataFolder());
      PrivateFolder.require("engine.checkpoint-folder", checkpoints);
    }
  }

  private void runUntil(
      StopSignal stop, Config config, List<RuleFile> rules, SubscriptionSet subscriptions, Path log)
      throws IOException, InterruptedException {
    try (LocalEngine engine =
            LocalEngine.start(config.engine().parallelism(), config.dataFolder());
        EngineMonitor monitor =
            config
                .monitor()
                .map(settings -> EngineMonitor.start(settings, engine, config))
                .orElse(null)) {
      JobPreflight.start(engine, config, rules, subscriptions);
      terminal.note(
          """
          Petrel runs: %d rules, observations from '%s' at %s; mail is %s.
            log      %s
            monitor  %s
          Ctrl-C stops it; the next start goes on where it was.\
          """
              .formatted(
                  rules.size(),
                  config.observationsTopic(),
                  config.kafka().get("bootstrap.servers"),
                  config.mail().isPresent() ? "on" : "off",
                  log,
                  monitor == null ? "off" : monitor.url()));
      OperatorNews news = new OperatorNews(config.lateTopic(), config.mailServer().orElse(""));
      while (!stop.await(LOOK)) {
        requireAlive(engine, log);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (String line : news.since(OperatorNews.Look.at(engine.counts()), now)) {
          terminal.note(now + "  " + line);
          LOG.warn(line);
        }
      }
      lastCheckpoint(engine);
    }
  }

  private static void requireAlive(LocalEngine engine, Path log) throws InterruptedException {
    Map<String, String> ended = engine.ended();
    if (!ended.isEmpty()) {
      throw CommandFailure.failed("a job ended (%s); the log says why: %s".formatted(ended, log));
    }
    if (engine.isLost(LOST_AFTER)) {
      throw CommandFailure.failed(
          "Flink's task manager in this process is gone, so no job can run; start again, the jobs go on"
              + " from their last checkpoints. The log says why: "
              + log);
    }
  }

  /** Spares the next start repeated work; nothing is lost without it. */
  private void lastCheckpoint(LocalEngine engine) throws InterruptedException {
    try {
      engine.checkpoint(LAST_CHECKPOINT);
    } catch (TimeoutException | IllegalStateException e) {
      terminal.note("stopped without a last checkpoint: " + FaultMessages.causes(e));
    }
  }
}
