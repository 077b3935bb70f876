package io.petrel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Scope;
import io.petrel.alert.Status;
import io.petrel.config.Config.Settings;
import io.petrel.detect.DetectSettings;
import io.petrel.detect.match.PathObserver;
import io.petrel.engine.EngineSettings;
import io.petrel.engine.EngineSettings.StateBackend;
import io.petrel.engine.PipelineSettings;
import io.petrel.incident.IncidentSettings;
import io.petrel.incident.silence.FeedSilenceSettings;
import io.petrel.ingest.IngestSettings;
import io.petrel.ingest.StartFrom;
import io.petrel.ingest.StationLimits;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.monitor.MonitorSettings;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.outbox.DeliveryTerms;
import io.petrel.notify.render.SenderIdentity;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.publish.AlertDelivery;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.TopicNames;
import io.petrel.rule.Emit;
import io.petrel.weather.ReportDelays;
import io.petrel.wire.avro.WireSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  private static final ReportDelays DELAYS =
      new ReportDelays(Duration.ofMinutes(7), Map.of("hourly", Duration.ofHours(2)));

  /** Every key, each with another value than its default. */
  private static final String OTHER =
      """
      kafka:
        bootstrap-servers: a:1, b:2
        properties: {security.protocol: SSL}
      topics:
        observations: t.observations
        alerts: t.alerts
        incidents: t.incidents
        rules: t.rules
        rejected: t.rejected
        late: t.late
        undeliverable: t.undeliverable
        mail-sent: t.mail-sent
        partitions: 12
      ingest:
        group: g
        start-from: latest
        report-delay: 7m
        report-delays: {hourly: 2h}
        idle-timeout: 8m
        future-tolerance: 9m
        max-stations: 12
        max-reports-per-hour: 13
        registry-url: https://registry:8081
        extra-schemas: newer
      rules:
        folder: /srv/rules
        check-interval: 5s
      detect:
        partial-matches: 10
        context-size: 0
        forget-after: 2d
        stations-in-memory: 11
        emit: when-certain
        revise-for: 3h
      incident:
        sender: alerts@example.org
        status: Actual
        scope: Restricted
        expires: 2h
        end-expires: 3h
        places: 4
        cap-radius-km: 25
        feed-silent-percent: 30
        feed-silent-window: 2d
        feed-silent-stations: 5
      publish:
        delivery: at-least-once
        transactional-id-prefix: other
        transaction-timeout: 14m
        max-record-size: 1MB
        keep-ended-incidents: 1d
        longest-outage: 1m
        registry-framing: true
      mail:
        enabled: true
        subscriptions: /etc/petrel/who.yaml
        check-interval: 12s
        group: mailers
        host: smtp.example.org
        port: 465
        tls: implicit
        user: petrel
        password: ${env:SMTP_PASSWORD}
        trusted-certificates: ca.pem
        from: Alerts <alerts@example.org>
        reply-to: desk@example.org
        unsubscribe: stop@example.org
        max-connections: 2
        connect-timeout: 3s
        reply-timeout: 4s
        first-retry: 5s
        longest-retry: 6s
        give-up-after: 7d
        stale-after: 8m
        window: 9
        most-in-digest: 10
        checkpoint-patience: 11s
      engine:
        data-folder: /var/lib/petrel
        checkpoint-folder: hdfs://name/checkpoints
        checkpoint-interval: 10s
        parallelism: 4
        state-backend: hashmap
      monitor:
        port: 9249
        host: 0.0.0.0
      """;

  private final Issues issues = new Issues();
  @TempDir Path folder;

  @Test
  void leftOutKeysHaveTheDefaultsOfTheStages() {
    Config config = Config.defaults(folder, Optional.empty());

    assertThat(config)
        .isEqualTo(
            new Config(
                Map.of("bootstrap.servers", "localhost:9092"),
                3,
                folder.resolveSibling("rules"),
                Duration.ofSeconds(1),
                IngestSettings.defaults("localhost:9092"),
                DetectSettings.DEFAULT,
                PipelineSettings.defaults().incident(),
                FeedSilenceSettings.defaults(),
                PublishSettings.defaults("localhost:9092"),
                10,
                Optional.of(
                    NotifySettings.of(
                        SmtpSettings.of("localhost", 25),
                        new SenderIdentity(
                            "Petrel <petrel@localhost>", null, "petrel-unsubscribe@localhost"))),
                folder.resolve("subscriptions.yaml"),
                Duration.ofSeconds(1),
                "petrel-notification",
                new EngineSettings(
                    1,
                    StateBackend.ROCKSDB,
                    Duration.ofSeconds(2),
                    folder.resolveSibling(".petrel/run/checkpoints").toUri().toString()),
                folder.resolveSibling(".petrel/run"),
                Optional.empty()));
  }

  @Test
  void everyKeyReachesItsStage() throws IOException {
    Config config = read(OTHER, Map.of("SMTP_PASSWORD", "s3cret")).orElseThrow();

    WireSettings wire = new WireSettings(List.of("\"string\""), "https://registry:8081", true);
    assertThat(config)
        .isEqualTo(
            new Config(
                Map.of("bootstrap.servers", "a:1, b:2", "security.protocol", "SSL"),
                12,
                Path.of("/srv/rules"),
                Duration.ofSeconds(5),
                new IngestSettings(
                    "a:1, b:2",
                    "t.observations",
                    "g",
                    StartFrom.LATEST,
                    false,
                    DELAYS,
                    Duration.ofMinutes(8),
                    Duration.ofMinutes(9),
                    new StationLimits(12, 13, Duration.ofDays(2)),
                    Map.of("security.protocol", "SSL"),
                    wire),
                new DetectSettings(
                    10,
                    0,
                    Duration.ofDays(2),
                    11,
                    Emit.WHEN_CERTAIN,
                    Duration.ofHours(3),
                    DELAYS,
                    PathObserver.NONE),
                new IncidentSettings(
                    "alerts@example.org",
                    Status.ACTUAL,
                    Scope.RESTRICTED,
                    Duration.ofHours(2),
                    Duration.ofHours(3),
                    4,
                    Duration.ofHours(3)),
                new FeedSilenceSettings(
                    "hazard",
                    "silence",
                    0.3,
                    5,
                    Duration.ofDays(2),
                    Duration.ofDays(4),
                    Duration.ofMinutes(10)),
                new PublishSettings(
                    "a:1, b:2",
                    new TopicNames(
                        "t.alerts",
                        "t.incidents",
                        "t.rules",
                        "t.rejected",
                        "t.late",
                        "t.undeliverable",
                        "t.mail-sent"),
                    AlertDelivery.AT_LEAST_ONCE,
                    "other",
                    Duration.ofMinutes(14),
                    Duration.ofMinutes(1),
                    1 << 20,
                    Duration.ofDays(1),
                    Map.of("security.protocol", "SSL"),
                    wire),
                25,
                Optional.of(
                    new NotifySettings(
                        new SmtpSettings(
                            "smtp.example.org",
                            465,
                            SmtpSettings.Tls.IMPLICIT,
                            "petrel",
                            "s3cret",
                            folder.resolve("ca.pem").toString(),
                            2,
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(4)),
                        new SenderIdentity(
                            "Alerts <alerts@example.org>", "desk@example.org", "stop@example.org"),
                        new DeliveryTerms(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(6),
                            Duration.ofDays(7),
                            Duration.ofMinutes(8),
                            9,
                            10),
                        Duration.ofSeconds(11),
                        25)),
                Path.of("/etc/petrel/who.yaml"),
                Duration.ofSeconds(12),
                "mailers",
                new EngineSettings(
                    4, StateBackend.HASHMAP, Duration.ofSeconds(10), "hdfs://name/checkpoints"),
                Path.of("/var/lib/petrel"),
                Optional.of(new MonitorSettings("0.0.0.0", 9249))));
  }

  @Test
  void everyKeyIsInTheTestAbove() {
    String section = "";
    for (Setting<?> setting : Settings.ALL) {
      section = setting.section();
      assertThat(OTHER).contains(section + ":\n").contains("  " + setting.name() + ": ");
    }
  }

  @Test
  void aFaultyDelayOfAFeedIsNamed() throws IOException {
    assertThat(read("ingest: {report-delays: {hourly: 2h, metar: soon}}\n", Map.of())).isEmpty();
    assertThat(issues.sorted().stream().map(Issue::message))
        .singleElement()
        .asString()
        .startsWith("'ingest.report-delays.metar' is 'soon'; allowed: a duration longer than 0");
  }

  @Test
  void mailCanBeOff() throws IOException {
    assertThat(read("mail: {enabled: false}\n", Map.of()).orElseThrow().mail()).isEmpty();
  }

  @Test
  void valuesThatContradictEachOtherAreAFault() throws IOException {
    Optional<Config> config =
        read("mail: {user: petrel, password: '${env:PW}', tls: none}\n", Map.of("PW", "s3cret"));

    assertThat(config).isEmpty();
    assertThat(issues.sorted().stream().map(Issue::message))
        .containsExactly("a password is sent over TLS only: set tls to starttls or implicit");
  }

  @Test
  void aTransactionMustOutliveTheLongestOutage() throws IOException {
    assertThat(read("publish: {longest-outage: 15m}\n", Map.of())).isEmpty();
    assertThat(issues.sorted().stream().map(Issue::message))
        .singleElement()
        .asString()
        .startsWith(
            "publish.transaction-timeout of 15m must be at least publish.longest-outage of 15m and 5"
                + " times engine.checkpoint-interval of 2s together");
  }

  /** The launcher, the check and the cluster's job all read it here: a share is mounted. */
  @Test
  void anObjectStoreIsNoPlaceForRulesOrSubscriptions() throws IOException {
    assertThat(
            read(
                "rules: {folder: 's3://bucket/rules'}\nmail: {enabled: false, subscriptions: 's3://bucket/s.yaml'}\n",
                Map.of()))
        .isEmpty();
    assertThat(issues.sorted().stream().map(Issue::message))
        .hasSize(2)
        .allMatch(message -> message.contains("s3://bucket/"))
        .allMatch(message -> message.contains("a path on this machine"));
  }

  @Test
  void aFolderOfSchemasThatIsNotThereIsAFault() throws IOException {
    assertThat(read("ingest: {extra-schemas: none}\n", Map.of())).isEmpty();
    assertThat(issues.sorted().stream().map(Issue::message))
        .containsExactly(
            "ingest.extra-schemas: the folder %s does not exist".formatted(folder.resolve("none")));
  }

  @Test
  void theFramingOfARegistryNeedsOne() throws IOException {
    assertThat(read("publish: {registry-framing: true}\n", Map.of())).isEmpty();
    assertThat(issues.sorted().stream().map(Issue::message))
        .containsExactly("publish.registry-framing is true, but ingest.registry-url is not set");
  }

  @Test
  void noTextOfTheConfigurationShowsAPassword() throws IOException {
    Config config = read(OTHER, Map.of("SMTP_PASSWORD", "s3cret")).orElseThrow();

    assertThat(config.toString()).doesNotContain("s3cret");

    String kafka =
        "kafka: {properties: {sasl.jaas.config: 'password=\"${env:P}\"', ssl.key.password: '${env:P}'}}";
    Config login = read(kafka, Map.of("P", "s3cret")).orElseThrow();
    assertThat(login.kafka()).containsEntry("ssl.key.password", "s3cret");
    assertThat(login + " " + login.detection() + " " + login.notification(SubscriptionSet.EMPTY))
        .contains("sasl.jaas.config")
        .doesNotContain("s3cret");
  }

  @Test
  void aMissingFileIsAFault() {
    assertThat(Config.read(folder.resolve("none.yaml"), Map.of(), Optional.empty(), issues))
        .isEmpty();
    assertThat(issues.sorted().stream().map(Issue::message))
        .containsExactly("the file does not exist");
  }

  private Optional<Config> read(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("petrel.yaml"), text);
    Path newer = Files.createDirectories(folder.resolve("newer"));
    Files.writeString(newer.resolve("any.avsc"), "\"string\"");
    return Config.read(file, environment, Optional.empty(), issues);
  }
}
