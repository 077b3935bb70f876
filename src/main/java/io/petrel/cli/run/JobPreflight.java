package io.petrel.cli.run;

import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.engine.Checkpoints;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.DetectionSettings;
import io.petrel.engine.EngineLease;
import io.petrel.engine.LocalEngine;
import io.petrel.engine.NotificationSettings;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.SubscriptionReader;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.rule.yaml.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Checks all that the configured jobs need, then starts them. */
public final class JobPreflight {
  private JobPreflight() {}

  /**
   * Creates the missing topics of detection, and of notification when mail is on.
   *
   * @throws CommandFailure with every fault of the cluster, its topics and the login
   */
  public static void requireTopics(Config config) {
    requireTopics(
        Optional.of(config.detection()),
        config.notification(SubscriptionSet.EMPTY),
        config.partitions());
  }

  /**
   * The same for the jobs that are named.
   *
   * @param partitions of a created topic
   */
  public static void requireTopics(
      Optional<DetectionSettings> detection,
      Optional<NotificationSettings> notification,
      int partitions) {
    List<String> problems = LocalEngine.prepareTopics(detection, notification, partitions);
    if (!problems.isEmpty()) {
      throw CommandFailure.failed(String.join(System.lineSeparator() + "  ", problems));
    }
  }

  /**
   * Refuses a second engine on the same topics.
   *
   * @param isDead processes that are known not to run any more
   * @throws CommandFailure with the host, process and age of the other one
   */
  public static void requireNoOther(Config config, Predicate<EngineLease.HostProcess> isDead)
      throws InterruptedException {
    Optional<String> other =
        LocalEngine.otherEngine(
            Optional.of(config.detection()), config.notification(SubscriptionSet.EMPTY), isDead);
    if (other.isPresent()) {
      throw CommandFailure.failed(other.get());
    }
  }

  /** Starts detection, and notification when mail is on. */
  public static void start(
      LocalEngine engine, Config config, List<RuleFile> rules, SubscriptionSet subscriptions)
      throws IOException, InterruptedException {
    var unusedFrom = engine.detect(config.detection(), new RuleSetUpdate(0, rules));
    var notification = config.notification(subscriptions);
    if (notification.isPresent()) {
      var unused = engine.notify(notification.get());
    }
  }

  /**
   * The subscriptions of the file; none when mail is off.
   *
   * @throws CommandFailure with every fault of the file
   */
  public static SubscriptionSet subscriptions(Config config) {
    Issues issues = new Issues();
    SubscriptionSet set = read(config, issues);
    if (issues.hasErrors()) {
      throw CommandFailure.usage(print(errors(issues)));
    }
    return set;
  }

  /**
   * The same for a start that may resume: notification then goes on with the subscriptions of its
   * checkpoint, so a file that is faulty or gone is told and holds back nothing, as with {@link
   * #rules}.
   */
  public static SubscriptionSet subscriptions(Config config, boolean resumes, Terminal terminal) {
    if (!resumes) {
      return subscriptions(config);
    }
    Issues issues = new Issues();
    SubscriptionSet set = read(config, issues);
    if (issues.hasErrors()) {
      terminal.note(print(errors(issues)));
      terminal.note("The last good subscriptions stay in force until the file is valid.");
    }
    return set;
  }

  private static SubscriptionSet read(Config config, Issues issues) {
    if (config.mail().isEmpty()) {
      return SubscriptionSet.EMPTY;
    }
    String name = config.subscriptions().toString();
    if (Files.notExists(config.subscriptions())) {
      issues.add(
          Issue.ofFile(
              name,
              "the file of subscriptions is not there; name one with mail.subscriptions, or set mail.enabled to false"));
      return new SubscriptionSet(name, "");
    }
    // Without a text it is faulty: a job that has no earlier subscriptions must not go on.
    SubscriptionSet set =
        new SubscriptionSet(
            name, RuleFolder.readFile(config.subscriptions(), issues::add).orElse(""));
    var unused = SubscriptionReader.read(set.source(), issues);
    return set;
  }

  private static List<Issue> errors(Issues issues) {
    return issues.sorted().stream().filter(Issue::isError).toList();
  }

  private static String print(List<Issue> faults) {
    return "the subscriptions have %s:%n%n%s"
        .formatted(
            faults.size() == 1 ? "a fault" : faults.size() + " faults",
            IssuePrinter.print(faults).stripTrailing());
  }

  /**
   * The rules that a job starts with; shows warnings. A start that resumes uses the rules of its
   * checkpoint, so faults are then shown and do not stop the start: a restart after a crash must
   * not wait for an author.
   *
   * @param resumes whether an earlier run left a checkpoint
   * @throws CommandFailure with every fault, if nothing can be resumed
   */
  static List<RuleFile> rules(Config config, boolean resumes, Terminal terminal) {
    Path folder = config.rulesFolder();
    return resumes
        ? RuleFolders.readGood(folder, config.detect(), terminal)
        : RuleFolders.requireGood(folder, config.detect(), terminal);
  }

  /** Whether detection has a checkpoint to resume from. */
  static boolean resumes(Config config) throws IOException {
    return resumes(config, DetectionJob.NAME);
  }

  /** Whether a job has a checkpoint to resume from. */
  static boolean resumes(Config config, String job) throws IOException {
    return Checkpoints.newest(Checkpoints.folder(config.engine().checkpointFolder(), job))
        .isPresent();
  }

  /**
   * Makes sure that a run on this machine can write its checkpoints.
   *
   * @throws CommandFailure if they shall go elsewhere
   */
  static void requireLocalCheckpoints(Config config) {
    String folder = config.engine().checkpointFolder();
    if (!folder.startsWith("file:")) {
      throw CommandFailure.usage(
          "engine.checkpoint-folder is %s; 'petrel run' writes to folders of this machine only, a Flink cluster also elsewhere"
              .formatted(folder));
    }
  }
}
