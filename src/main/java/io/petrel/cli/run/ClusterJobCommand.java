package io.petrel.cli.run;

import io.petrel.cli.files.ConfigFiles;
import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.CommonOptions;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.engine.ClusterSubmission;
import io.petrel.engine.DetectionSettings;
import io.petrel.engine.NotificationSettings;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a Flink cluster runs: one of the two jobs, by the same configuration as {@code petrel run}.
 * The cluster brings Flink; the jar of this command brings the rest.
 */
@Command(
    name = "petrel-*-cluster.jar",
    description = {
      "Submit one of Petrel's jobs to the Flink cluster whose client runs this.",
      "The configuration, rules, subscriptions and topics are checked first. If there are faults, all are shown and nothing is submitted."
    },
    footer = {
      "",
      "Examples:",
      "  flink run -d petrel-*-cluster.jar --job detection --config /etc/petrel/petrel.yaml",
      "  flink run -d -s SAVEPOINT petrel-*-cluster.jar --job detection --config petrel.yaml",
      "  flink run -d petrel-*-cluster.jar --job notification --config petrel.yaml --from-newest"
    })
public final class ClusterJobCommand implements Callable<Integer> {
  /** The two jobs. */
  enum Job {
    DETECTION,
    NOTIFICATION
  }

  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--job",
      required = true,
      paramLabel = "JOB",
      description = "Which one: ${COMPLETION-CANDIDATES}.")
  Job job = Job.DETECTION;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description =
          "The configuration. The task managers must be able to reach what it names, too.")
  Path file = Path.of("petrel.yaml");

  @Option(
      names = "--from-newest",
      description =
          "Resume from the newest checkpoint in engine.checkpoint-folder: for a cluster without high availability, or one that has lost its state.")
  boolean fromNewest;

  private final Terminal terminal;

  private ClusterJobCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Submits the job of a command line and returns the exit code. Never exits the JVM. */
  public static int run(String... arguments) {
    return run(Terminal.ofProcess(), arguments);
  }

  public static int run(Terminal terminal, String... arguments) {
    CommandLine line =
        new CommandLine(new ClusterJobCommand(terminal))
            .setOut(terminal.outWriter())
            .setErr(terminal.errWriter())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(100);
    new FaultMessages(terminal).installOn(line);
    int exitCode = line.execute(arguments);
    terminal.flush();
    return exitCode;
  }

  @Override
  public Integer call() throws Exception {
    Config config = ConfigFiles.read(file, Optional.empty(), terminal);
    Optional<String> checkpoint;
    try {
      checkpoint =
          switch (job) {
            case DETECTION -> detect(config);
            case NOTIFICATION -> notify(config);
          };
    } catch (ClusterSubmission.OtherEngine e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
    checkpoint.ifPresent(path -> terminal.note("It resumes from %s".formatted(path)));
    return ExitCode.OK;
  }

  private Optional<String> detect(Config config) throws Exception {
    List<RuleFile> rules = JobPreflight.rules(config, JobPreflight.resumes(config), terminal);
    DetectionSettings settings = config.detection();
    requireTopics(config, Optional.of(settings), Optional.empty());
    return new ClusterSubmission(fromNewest).detect(settings, new RuleSetUpdate(0, rules));
  }

  private Optional<String> notify(Config config) throws Exception {
    NotificationSettings settings =
        config
            .notification(JobPreflight.subscriptions(config))
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "mail.enabled is false in %s, so there is nothing to notify"
                            .formatted(file)));
    requireTopics(config, Optional.empty(), Optional.of(settings));
    return new ClusterSubmission(fromNewest).notify(settings);
  }

  /** Of this job only: the other one may have another login. */
  private static void requireTopics(
      Config config,
      Optional<DetectionSettings> detection,
      Optional<NotificationSettings> notification) {
    new Brokers(config.kafka()).requireAnswer();
    JobPreflight.requireTopics(detection, notification, config.partitions());
  }
}
