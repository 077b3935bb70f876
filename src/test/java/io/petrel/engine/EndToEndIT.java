package io.petrel.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.petrel.publish.TopicAdmin;
import io.petrel.rule.RuleFile;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.simulate.FeedSettings;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.testing.BothJobs;
import io.petrel.testing.CommittedRecords;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.testing.WholeBacktest;
import io.petrel.weather.Observation;
import io.petrel.weather.ReportDelays;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.AlertJson;
import io.petrel.wire.Decoded;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs on a real broker and a real mail server, over a feed with everything that is wrong with
 * feeds, against the same observations through a bounded run without any of it.
 */
@Timeout(240)
class EndToEndIT {
  private static final int PARTITIONS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration BOUND = Duration.ofMinutes(10);
  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");
  private static final Duration STORM = Duration.ofHours(6);
  private static final Instant END = START.plus(STORM);

  /** Makes the end certain, and hardly more: what came after it would be mailed, too. */
  private static final Instant TICK = END.plus(BOUND).plusSeconds(1);

  @TempDir private Path folder;

  @Test
  void alertsAndMailsAreThoseOfAnUndisturbedRun() throws Exception {
    List<Observation> storm =
        StormSimulator.observations(
                SimulationSettings.DEFAULT
                    .withStations(50)
                    .withStart(START)
                    .withDuration(STORM)
                    .withFeed(FeedSettings.PERFECT))
            .toList();
    List<Alert> expected = undisturbed(storm);
    assertThat(expected).as("the storm is worth the test").hasSizeGreaterThan(20);

    SharedKafka kafka = SharedKafka.emptied();
    try (EmbeddedMailServer mail =
        EmbeddedMailServer.start(new MailFolder(folder.resolve("mails"), Clock.systemUTC()))) {
      Run run = new Run(kafka.bootstrapServers(), mail.port());
      run.createTopics();
      try (LocalCluster cluster = LocalCluster.start(4);
          KafkaProducer<byte[], byte[]> producer = run.producer()) {
        cluster.submit(DetectionJob.define(run.detection(), run.rules()), Optional.empty());
        cluster.submit(NotificationJob.define(run.notification()), Optional.empty());

        int garbage = run.send(producer, storm);
        Waiting.await("first alert", LIMIT, () -> !run.alerts().isEmpty());
        Observation late =
            Observation.at("sim:late", START.minus(Duration.ofDays(1)))
                .set(Variables.WIND_GUST_MS, 60)
                .build();
        producer
            .send(new ProducerRecord<>(run.observations, null, run.avro.encode(late, "")))
            .get();
        Waiting.await("late record", LIMIT, () -> run.count(run.publish.topics().late()) == 1);
        run.tick(producer);

        Waiting.await(
            "all alerts",
            LIMIT,
            () -> identifiers(run.alerts()).containsAll(identifiers(expected)));
        assertThat(json(run.alerts())).isEqualTo(json(expected));
        assertThat(run.count(run.publish.topics().rejected())).isEqualTo(garbage);
        assertThat(run.currentIncidents()).isEqualTo(lastByIncident(expected));

        // Of updates that waited behind another mail only the newest is sent; it says all.
        Map<Integer, Long> newest = newestSequences(expected.stream().filter(EndToEndIT::isSevere));
        assertThat(newest).isNotEmpty();
        Waiting.await("mails", LIMIT, () -> holds(mailedSequences(mail.folder()), newest));
        assertThat(holds(sequences(expected.stream()), mailedSequences(mail.folder()))).isTrue();
        assertThat(mail.received()).isEqualTo(messageIds(mail.folder().list()).size());
      }
    }
  }

  private static boolean isSevere(Alert alert) {
    return alert.message().severity().compareTo(io.petrel.alert.Severity.SEVERE) <= 0;
  }

  /** The same observations in order, once, in one task, without Kafka. */
  private List<Alert> undisturbed(List<Observation> storm) throws Exception {
    Path file = folder.resolve("storm.avro");
    try (OutputStream out = Files.newOutputStream(file);
        ObservationFileWriter writer = ObservationFileWriter.to(out, file.toString())) {
      for (Observation observation : storm) {
        writer.write(observation);
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        writer.write(ticker(partition));
      }
    }
    return untilEnd(WholeBacktest.of(file, Run.ruleFiles(), Run.pipeline()).alerts());
  }

  private static Observation ticker(int partition) {
    return Observation.at("tick:" + partition, TICK).build();
  }

  /** Records that a watermark of {@link #TICK} minus the bound makes certain in every run. */
  private static List<Alert> untilEnd(List<Alert> alerts) {
    return alerts.stream().filter(alert -> alert.sentMillis() <= END.toEpochMilli()).toList();
  }

  private static List<String> json(List<Alert> alerts) {
    return alerts.stream()
        .sorted(Comparator.comparing(Alert::identifier))
        .map(AlertJson::line)
        .toList();
  }

  private static TreeSet<String> identifiers(List<Alert> alerts) {
    return alerts.stream().map(Alert::identifier).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Integer> lastByIncident(List<Alert> alerts) {
    Map<String, Integer> last = new TreeMap<>();
    alerts.forEach(alert -> last.merge(alert.incidentId(), alert.sequence(), Math::max));
    return last;
  }

  /** How often each sequence is the newest of an incident. */
  private static Map<Integer, Long> newestSequences(Stream<Alert> alerts) {
    return counted(
        alerts
            .collect(Collectors.toMap(Alert::incidentId, Alert::sequence, Math::max))
            .values()
            .stream());
  }

  private static Map<Integer, Long> sequences(Stream<Alert> alerts) {
    return counted(alerts.map(Alert::sequence));
  }

  /** The same of what was mailed, by Message-IDs: they end with the sequence. */
  private static Map<Integer, Long> mailedSequences(MailFolder folder) {
    try {
      return counted(
          messageIds(folder.list()).stream()
              .map(id -> Integer.valueOf(id.substring(id.indexOf('.') + 1, id.indexOf('@')))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Integer, Long> counted(Stream<Integer> sequences) {
    return sequences.collect(Collectors.groupingBy(sequence -> sequence, Collectors.counting()));
  }

  private static boolean holds(Map<Integer, Long> all, Map<Integer, Long> part) {
    return part.entrySet().stream()
        .allMatch(entry -> all.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
  }

  private static TreeSet<String> messageIds(List<Path> mails) throws IOException {
    TreeSet<String> ids = new TreeSet<>();
    for (Path mail : mails) {
      try (Stream<String> lines = Files.lines(mail, StandardCharsets.ISO_8859_1)) {
        ids.add(lines.filter(line -> line.startsWith("Message-ID:")).findFirst().orElseThrow());
      }
    }
    return ids;
  }

  /** One broker's worth of settings and readers. */
  private final class Run {
    private final String servers;
    private final int mailPort;
    private final String observations = IngestSettings.DEFAULT_TOPIC;
    private final PublishSettings publish;
    private final ObservationAvro avro = new ObservationAvro();
    private final AlertAvro alertAvro = new AlertAvro();
    private final Schema older = without("snow_depth_cm", "extra", "quality");
    private final Schema newer = withExtraField();

    Run(String servers, int mailPort) {
      this.servers = servers;
      this.mailPort = mailPort;
      this.publish = PublishSettings.defaults(servers);
    }

    void createTopics() {
      try (TopicAdmin topics = TopicAdmin.open(publish, Duration.ofSeconds(30))) {
        assertThat(topics.ensure(BothJobs.needs(publish, observations, PARTITIONS)).problems())
            .isEmpty();
      }
    }

    DetectionSettings detection() throws IOException {
      Path rules = Files.createDirectories(folder.resolve("rules"));
      for (RuleFile file : ruleFiles()) {
        Files.writeString(rules.resolve(file.name()), file.text());
      }
      return new DetectionSettings(
          engine(),
          new IngestSettings(
              servers,
              observations,
              "test",
              StartFrom.EARLIEST,
              false,
              ReportDelays.of(BOUND),
              Duration.ofMinutes(10),
              Duration.ofMinutes(5),
              StationLimits.DEFAULT,
              Map.of(),
              new WireSettings(List.of(older.toString(), newer.toString()), null, false)),
          rules,
          Duration.ofSeconds(1),
          pipeline(),
          publish);
    }

    NotificationSettings notification() {
      String subscriptions =
          """
          subscriptions:
            - name: watch
              to: watch@example.org
              when: severity >= "severe"
          """;
      return new NotificationSettings(
          engine(),
          publish,
          "test-mail",
          Map.of(),
          new SubscriptionSet("subscriptions.yaml", subscriptions),
          folder.resolve("subscriptions.yaml"),
          Duration.ofSeconds(1),
          NotifySettings.of(
              SmtpSettings.of("127.0.0.1", mailPort),
              new SenderIdentity("petrel@example.org", null, "stop@example.org")));
    }

    private EngineSettings engine() {
      return new EngineSettings(
          2,
          EngineSettings.StateBackend.ROCKSDB,
          Duration.ofSeconds(1),
          folder.resolve("checkpoints").toUri().toString());
    }

    static PipelineSettings pipeline() {
      return PipelineSettings.defaults().inOrder(); // Record by record as a run in order.
    }

    RuleSetUpdate rules() {
      return new RuleSetUpdate(0, ruleFiles());
    }

    static List<RuleFile> ruleFiles() {
      return Stream.of("e2e-gale", "e2e-fall", "e2e-front")
          .map(
              id -> {
                String name = id + ".yaml";
                try (InputStream in = EndToEndIT.class.getResourceAsStream("/e2e/" + name)) {
                  return new RuleFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              })
          .toList();
    }

    KafkaProducer<byte[], byte[]> producer() {
      Properties properties = new Properties();
      properties.put("bootstrap.servers", servers);
      return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Out of order within the bound, duplicates, other writers' schemas; returns the garbage. */
    int send(KafkaProducer<byte[], byte[]> producer, List<Observation> storm) throws Exception {
      Random random = new Random(7);
      List<Observation> shuffled = new ArrayList<>(storm);
      int delayMillis = (int) BOUND.toMillis() - 60_000;
      shuffled.sort(
          Comparator.comparingLong(o -> o.timeMillis() + Math.floorMod(o.hashCode(), delayMillis)));
      BinaryMessageEncoder<GenericRecord> olderEncoder =
          new BinaryMessageEncoder<>(GenericData.get(), older);
      BinaryMessageEncoder<GenericRecord> newerEncoder =
          new BinaryMessageEncoder<>(GenericData.get(), newer);
      int garbage = 0;
      for (Observation observation : shuffled) {
        byte[] key = observation.stationId().getBytes(StandardCharsets.UTF_8);
        byte[] value = avro.encode(observation, observations);
        int dice = random.nextInt(100);
        if (dice < 5
            && !observation.has(Variables.SNOW_DEPTH_CM)
            && observation.extra().isEmpty()) {
          value = bytes(olderEncoder, older, observation);
        } else if (dice < 10) {
          value = bytes(newerEncoder, newer, observation);
        }
        producer.send(new ProducerRecord<>(observations, key, value));
        if (dice >= 90) {
          producer.send(new ProducerRecord<>(observations, key, value));
        }
        if (dice == 50) {
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          producer.send(new ProducerRecord<>(observations, key, noise));
          garbage++;
        }
      }
      producer.flush();
      return garbage;
    }

    /** A last report in every partition, which moves event time past the storm. */
    void tick(KafkaProducer<byte[], byte[]> producer) throws Exception {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        producer
            .send(
                new ProducerRecord<>(
                    observations, partition, null, avro.encode(ticker(partition), observations)))
            .get();
      }
    }

    private byte[] bytes(
        BinaryMessageEncoder<GenericRecord> encoder, Schema schema, Observation observation)
        throws IOException {
      GenericRecord record = new GenericData.Record(schema);
      for (Schema.Field field : schema.getFields()) {
        if (field.hasDefaultValue()) {
          record.put(field.name(), GenericData.get().getDefaultValue(field));
        }
      }
      record.put("station_id", observation.stationId());
      record.put("time", observation.timeMillis());
      record.put("received_at", observation.receivedAtMillis());
      record.put("region", observation.region());
      record.put("station_name", observation.stationName());
      for (Variable variable : Variables.all()) {
        if (observation.has(variable)) {
          record.put(variable.name(), observation.value(variable));
        }
      }
      if (schema.getField("extra") != null) {
        record.put("extra", observation.extra());
      }
      var buffer = encoder.encode(record);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }

    List<Alert> alerts() {
      return untilEnd(
          read(publish.topics().alerts()).stream()
              .map(record -> ((Decoded.Value<Alert>) alertAvro.decode(record.value())).value())
              .toList());
    }

    int count(String topic) {
      return read(topic).size();
    }

    /** Newest sequence of each incident that began before the end, from the compacted topic. */
    Map<String, Integer> currentIncidents() {
      Map<String, Integer> current = new TreeMap<>();
      for (ConsumerRecord<byte[], byte[]> record : read(publish.topics().incidents())) {
        Alert alert = ((Decoded.Value<Alert>) alertAvro.decode(record.value())).value();
        if (alert.sentMillis() <= END.toEpochMilli()) {
          current.put(alert.incidentId(), alert.sequence());
        }
      }
      return current;
    }

    /** All committed records of a topic, from its beginning to its end as of now. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
      return CommittedRecords.of(servers, topic);
    }
  }

  private static Schema without(String... names) {
    Schema base = Variables.schema();
    List<Schema.Field> fields =
        base.getFields().stream()
            .filter(field -> !List.of(names).contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(base.getName(), "", base.getNamespace(), false, fields);
  }

  private static Schema withExtraField() {
    Schema base = Variables.schema();
    List<Schema.Field> fields = new ArrayList<>();
    base.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.add(
        new Schema.Field(
            "uv_index",
            Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.DOUBLE)),
            "later",
            Schema.Field.NULL_DEFAULT_VALUE));
    return Schema.createRecord(base.getName(), "", base.getNamespace(), false, fields);
  }
}
