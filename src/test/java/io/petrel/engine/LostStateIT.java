package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petrel.alert.Alert;
import io.petrel.embedded.EmbeddedMailServer;
import io.petrel.embedded.MailFolder;
import io.petrel.ingest.IngestSettings;
import io.petrel.ingest.StartFrom;
import io.petrel.ingest.StationLimits;
import io.petrel.notify.delivery.NotifySettings;
import io.petrel.notify.mail.SmtpSettings;
import io.petrel.notify.render.SenderIdentity;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.PublishedIncidents;
import io.petrel.publish.TopicAdmin;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.testing.BothJobs;
import io.petrel.testing.CommittedRecords;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.weather.Variables;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disaster of the runbook: checkpoints are gone, and the topics are all that is left. */
@Timeout(240)
class LostStateIT {
  private static final int PARTITIONS = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
  private static final double GALE = 18;
  private static final double STORM = 22;
  private static final double CALM = 2;

  @TempDir private Path folder;
  private SharedKafka kafka;
  private EmbeddedMailServer mail;
  private PublishSettings publish;
  private RuleSetUpdate rules;

  @BeforeEach
  void start() throws IOException {
    kafka = SharedKafka.emptied();
    mail = EmbeddedMailServer.start(new MailFolder(folder.resolve("mails"), Clock.systemUTC()));
    publish = PublishSettings.defaults(kafka.bootstrapServers());
    try (TopicAdmin topics = TopicAdmin.open(publish, LIMIT)) {
      assertThat(
              topics
                  .ensure(BothJobs.needs(publish, IngestSettings.DEFAULT_TOPIC, PARTITIONS))
                  .problems())
          .isEmpty();
    }
    Path file = Path.of("src/test/resources/e2e/e2e-gale.yaml");
    String text = Files.readString(file);
    Files.writeString(
        Files.createDirectories(folder.resolve("rules")).resolve("e2e-gale.yaml"), text);
    rules = new RuleSetUpdate(0, List.of(new RuleFile("e2e-gale.yaml", text)));
  }

  @AfterEach
  void stop() {
    mail.close();
  }

  @Test
  void whatWasOpenGoesOnOrEndsAndItsReadersHearOfItOnce() throws Exception {
    try (LocalEngine engine = engine(2)) {
      report(0, "over", GALE);
      report(0, "on", GALE);
      time(Duration.ofMinutes(30));
      Waiting.await("both gales", LIMIT, () -> alerts().size() == 2);
      Waiting.await("their mails", LIMIT, () -> mail.received() == 2);
      engine.checkpoint(LIMIT);
      Waiting.await("where the next start reads on", LIMIT, () -> committed() == 4);
    }
    lose("detection");
    leaveAnAbortedTransaction(alerts().get(0).incidentId());

    try (LocalEngine engine = engine(1)) {
      report(60, "on", STORM);
      time(Duration.ofMinutes(90));
      Waiting.await("that it got worse", LIMIT, () -> alerts().size() == 3);
      Waiting.await("its mail", LIMIT, () -> mail.received() == 3);
      engine.checkpoint(LIMIT);
    }
    try (LocalEngine engine = engine(2)) { // What has gone on does not go on once more.
      time(Duration.ofHours(12));
      Waiting.await("both ends", LIMIT, () -> alerts().size() == 5);
      Waiting.await("their mails", LIMIT, () -> mail.received() == 5);
      engine.checkpoint(LIMIT);
      Waiting.await("where the next start reads on", LIMIT, () -> committed() == 9);
    }

    assertThat(story("on"))
        .containsExactly("0 FIRST_MATCH", "1 SEVERITY_RAISED", "2 ENDED_BY_QUIET");
    assertThat(story("over")).containsExactly("0 FIRST_MATCH", "1 ENDED_BY_QUIET");
    assertThat(alerts()).hasSize(5);
    Alert over = of("over").get(1);
    // Nothing matched for quiet, from the first watermark after the start: of 90 min at the latest.
    assertThat(over.sentMillis()).isBetween(at(120), at(90 - 10 + 120));
    assertThat(PublishedIncidents.open(publish)).isEmpty();
    assertThat(mailedRecords())
        .containsExactlyInAnyOrderElementsOf(alerts().stream().map(Alert::identifier).toList());

    lose("detection");
    try (LocalEngine engine = engine(2)) { // What had ended is forgotten in its time.
      time(Duration.ofDays(1).plus(publish.keepEndedIncidents()));
      Waiting.await("both tombstones", LIMIT, () -> tombstones() == 2);
      engine.checkpoint(LIMIT);
    }
    assertThat(alerts()).hasSize(5);
  }

  private long tombstones() {
    return CommittedRecords.of(kafka.bootstrapServers(), publish.topics().incidents()).stream()
        .filter(record -> record.value() == null)
        .count();
  }

  @Test
  void whatIsOpenIsKnownOnlyWhenNoTransactionIs() throws Exception {
    try (LocalEngine engine = engine(2)) {
      report(0, "on", GALE);
      time(Duration.ofMinutes(30));
      Waiting.await("the gale", LIMIT, () -> alerts().size() == 1);
      engine.checkpoint(LIMIT);
    }
    assertThat(PublishedIncidents.open(publish)).hasSize(1);
    try (KafkaProducer<byte[], byte[]> other = producer("other")) {
      other.initTransactions();
      other.beginTransaction();
      forget(other, alerts().get(0).incidentId());

      CompletableFuture<List<Alert>> open =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return PublishedIncidents.open(publish);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThatThrownBy(() -> open.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      other.commitTransaction();
      assertThat(open.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }
  }

  private LocalEngine engine(int parallelism) throws Exception {
    EngineSettings settings =
        new EngineSettings(
            parallelism,
            EngineSettings.StateBackend.HASHMAP,
            Duration.ofSeconds(1),
            folder.resolve("checkpoints").toUri().toString());
    LocalEngine engine = LocalEngine.start(settings.parallelism(), folder);
    var unusedDetection =
        engine.detect(
            new DetectionSettings(
                settings,
                new IngestSettings(
                    kafka.bootstrapServers(),
                    IngestSettings.DEFAULT_TOPIC,
                    "test",
                    StartFrom.COMMITTED_OR_EARLIEST,
                    false,
                    ReportDelays.of(Duration.ofMinutes(10)),
                    Duration.ofDays(30),
                    Duration.ofDays(36_500),
                    StationLimits.DEFAULT,
                    Map.of(),
                    WireSettings.DEFAULTS),
                folder.resolve("rules"),
                Duration.ofSeconds(1),
                PipelineSettings.defaults().inOrder(),
                publish),
            rules);
    var unusedNotification =
        engine.notify(
            new NotificationSettings(
                settings,
                publish,
                "test-mail",
                Map.of(),
                new SubscriptionSet(
                    "subscriptions.yaml",
                    """
                    subscriptions:
                      - name: watch
                        to: watch@example.org
                        when: severity >= "minor"
                    """),
                folder.resolve("subscriptions.yaml"),
                Duration.ofSeconds(1),
                NotifySettings.of(
                    SmtpSettings.of("127.0.0.1", mail.port()),
                    new SenderIdentity("petrel@example.org", null, "stop@example.org"))));
    return engine;
  }

  /** Observations that the detection job's group has behind it. */
  private long committed() {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets("test")
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void lose(String... jobs) throws IOException {
    for (String job : jobs) {
      Path lost = folder.resolve("checkpoints").resolve(job);
      assertThat(lost).isDirectory();
      try (Stream<Path> files = Files.walk(lost)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** As if an engine had died while it told that an incident is to be forgotten. */
  private void leaveAnAbortedTransaction(String incident) throws Exception {
    try (KafkaProducer<byte[], byte[]> dead = producer("dead")) {
      dead.initTransactions();
      dead.beginTransaction();
      forget(dead, incident);
      dead.abortTransaction();
    }
  }

  private void forget(KafkaProducer<byte[], byte[]> producer, String incident)
      throws InterruptedException, ExecutionException {
    byte[] key = incident.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(publish.topics().incidents(), key, null)).get();
  }

  private KafkaProducer<byte[], byte[]> producer(String transaction) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("transactional.id", transaction);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void report(long minutes, String region, double windMs) throws Exception {
    send(
        0,
        Observation.at("sim:" + region, at(minutes))
            .region(region)
            .set(Variables.WIND_SPEED_MS, windMs)
            .build());
  }

  /** Moves event time on, in every partition. */
  private void time(Duration sinceStart) throws Exception {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      send(
          partition,
          Observation.at("tick:" + partition, at(sinceStart.toMinutes()))
              .region("calm")
              .set(Variables.WIND_SPEED_MS, CALM)
              .build());
    }
  }

  private void send(int partition, Observation observation) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    byte[] value = new ObservationAvro().encode(observation, IngestSettings.DEFAULT_TOPIC);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(IngestSettings.DEFAULT_TOPIC, partition, null, value))
          .get();
    }
  }

  private static long at(long minutes) {
    return START.plus(Duration.ofMinutes(minutes)).toEpochMilli();
  }

  private List<Alert> alerts() {
    AlertAvro avro = new AlertAvro();
    List<Alert> alerts = new ArrayList<>();
    CommittedRecords.forEach(
        kafka.bootstrapServers(),
        publish.topics().alerts(),
        record -> alerts.add(((Decoded.Value<Alert>) avro.decode(record.value())).value()));
    return alerts;
  }

  private List<Alert> of(String region) {
    return alerts().stream().filter(alert -> alert.incidentBy().containsValue(region)).toList();
  }

  private List<String> story(String region) {
    assertThat(of(region))
        .extracting(Alert::incidentId)
        .containsOnly(of(region).get(0).incidentId());
    return of(region).stream().map(alert -> alert.sequence() + " " + alert.reason()).toList();
  }

  /** Identifiers of the records that mails told: each has the CAP file of its record. */
  private List<String> mailedRecords() throws IOException {
    List<String> told = new ArrayList<>();
    for (Path file : mail.folder().list()) {
      try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
        told.add(
            lines
                .filter(line -> line.contains("filename=") && line.contains(".cap.xml"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*filename=\"?", "")
                .replaceFirst("\\.cap\\.xml.*", ""));
      }
    }
    return told;
  }
}
