package io.petrel.config;

import io.petrel.detect.DetectSettings;
import io.petrel.engine.DetectionSettings;
import io.petrel.engine.EngineSettings;
import io.petrel.engine.NotificationSettings;
import io.petrel.engine.PipelineSettings;
import io.petrel.incident.IncidentSettings;
import io.petrel.incident.silence.FeedSilenceSettings;
import io.petrel.ingest.IngestSettings;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.monitor.MonitorSettings;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.publish.PublishSettings;
import io.petrel.wire.ClientProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole configuration, as the stages want it.
 *
 * @param kafka properties of every Kafka client, {@code bootstrap.servers} among them
 * @param partitions of a topic that is created
 * @param rulesFolder the folder of rules
 * @param rulesInterval how often it is looked at
 * @param capRadiusKm of the circle around each station in CAP
 * @param mail empty when mail is off
 * @param subscriptions file of who gets which alerts
 * @param subscriptionsInterval how often it is checked for changes
 * @param mailGroup consumer group of the notification job
 * @param dataFolder for what stays on this machine
 * @param monitor where metrics and health are served; empty = nowhere
 */
public record Config(
    Map<String, String> kafka,
    int partitions,
    Path rulesFolder,
    Duration rulesInterval,
    IngestSettings ingest,
    DetectSettings detect,
    IncidentSettings incident,
    FeedSilenceSettings feedSilence,
    PublishSettings publish,
    int capRadiusKm,
    Optional<NotifySettings> mail,
    Path subscriptions,
    Duration subscriptionsInterval,
    String mailGroup,
    EngineSettings engine,
    Path dataFolder,
    Optional<MonitorSettings> monitor) {
  public Config {
    kafka = ClientProperties.copyOf(kafka);
  }

  /**
   * Reads a file, with one value of it replaced by the command line's.
   *
   * @param environment variables for {@code ${env:NAME}}
   * @param bootstrapServers instead of the file's
   * @param issues every fault goes there
   * @return empty if there is a fault
   */
  public static Optional<Config> read(
      Path file,
      Map<String, String> environment,
      Optional<String> bootstrapServers,
      Issues issues) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
    return read(file.toString(), text(file, issues), folder, environment, bootstrapServers, issues);
  }

  /**
   * The defaults, with one key set.
   *
   * @param folder in which {@code petrel.yaml} would be: relative paths start there
   */
  public static Config defaults(Path folder, Optional<String> bootstrapServers) {
    Issues none = new Issues();
    return read("defaults", "", folder.toAbsolutePath(), Map.of(), bootstrapServers, none)
        .orElseThrow(() -> new IllegalStateException("the defaults are faulty: " + none.sorted()));
  }

  /** Settings of the detection job. */
  public DetectionSettings detection() {
    return new DetectionSettings(engine, ingest, rulesFolder, rulesInterval, pipeline(), publish);
  }

  /** Settings that every run has, of a job or of a tool. */
  public PipelineSettings pipeline() {
    return new PipelineSettings(detect, feedSilence, incident);
  }

  /**
   * Settings of the notification job; empty when mail is off.
   *
   * @param initial what the file of subscriptions holds now
   */
  public Optional<NotificationSettings> notification(SubscriptionSet initial) {
    return mail.map(
        terms ->
            new NotificationSettings(
                engine,
                publish,
                mailGroup,
                ingest.properties(),
                initial,
                subscriptions,
                subscriptionsInterval,
                terms));
  }

  public String observationsTopic() {
    return ingest.topic();
  }

  /** Consumer group of the detection job. */
  public String detectionGroup() {
    return ingest.groupId();
  }

  public String alertsTopic() {
    return publish.topics().alerts();
  }

  public String rulesTopic() {
    return publish.topics().rules();
  }

  /** Host and port of the mail server; empty when mail is off. */
  public Optional<String> mailServer() {
    return mail.map(terms -> terms.smtp().host() + ":" + terms.smtp().port());
  }

  public String rejectedTopic() {
    return publish.topics().rejected();
  }

  /** How old the last checkpoint of detection may be before it restarts; empty = as it likes. */
  public Optional<Duration> oldestCheckpoint() {
    return publish.oldestCheckpoint();
  }

  public String lateTopic() {
    return publish.topics().late();
  }

  private static Optional<Config> read(
      String name,
      String text,
      Path folder,
      Map<String, String> environment,
      Optional<String> bootstrapServers,
      Issues issues) {
    SettingValues values =
        new ConfigReader(Settings.ALL, new ResolutionContext(folder, environment), issues)
            .read(new SourceText(name, text));
    bootstrapServers.ifPresent(servers -> values.put(KafkaKeys.SERVERS, servers));
    if (issues.hasErrors()) {
      return Optional.empty();
    }
    try {
      Config config = of(values);
      config
          .publish()
          .problems(config.engine().checkpointInterval())
          .forEach(problem -> issues.add(Issue.ofFile(name, problem)));
      return issues.hasErrors() ? Optional.empty() : Optional.of(config);
    } catch (IllegalArgumentException e) {
      issues.add(Issue.ofFile(name, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static String text(Path file, Issues issues) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      issues.add(Issue.ofFile(file.toString(), "the file does not exist"));
    } catch (IOException e) {
      issues.add(Issue.ofFile(file.toString(), "the file cannot be read: " + e.getMessage()));
    }
    return "";
  }

  private static Config of(SettingValues values) {
    return new Config(
        KafkaKeys.client(values),
        values.get(KafkaKeys.PARTITIONS),
        values.get(StageKeys.RULES_FOLDER),
        values.get(StageKeys.RULES_INTERVAL),
        StageKeys.ingest(values),
        StageKeys.detect(values),
        StageKeys.incident(values),
        StageKeys.feedSilence(values),
        StageKeys.publish(values),
        values.get(StageKeys.CAP_RADIUS),
        Optional.of(MailKeys.notify(values)).filter(on -> values.get(MailKeys.ENABLED)),
        values.get(MailKeys.SUBSCRIPTIONS),
        values.get(MailKeys.INTERVAL),
        values.get(MailKeys.GROUP),
        EngineKeys.engine(values),
        values.get(EngineKeys.DATA_FOLDER),
        EngineKeys.monitor(values));
  }

  /** The table of all keys of {@code petrel.yaml}. */
  static final class Settings {
    /** Every key, in the order of {@code deploy/petrel.yaml}. */
    static final List<Setting<?>> ALL =
        Stream.of(KafkaKeys.ALL, StageKeys.ALL, MailKeys.ALL, EngineKeys.ALL)
            .flatMap(List::stream)
            .<Setting<?>>map(setting -> setting)
            .toList();

    private Settings() {}
  }
}
