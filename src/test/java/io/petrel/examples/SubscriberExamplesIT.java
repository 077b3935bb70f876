package io.petrel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petrel.alert.Alert;
import io.petrel.publish.PublishSettings;
import io.petrel.publish.TopicAdmin;
import io.petrel.testing.BothJobs;
import io.petrel.testing.SharedKafka;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import io.petrel.wire.AlertHeaders;
import io.petrel.wire.Decoded;
import io.petrel.wire.RandomValues;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.ObservationAvro;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the programs of {@code schemas/README.md} against a broker. */
class SubscriberExamplesIT {
  private static final Path SCHEMAS = Path.of("schemas").toAbsolutePath();
  private static final Path JAVASCRIPT = SCHEMAS.resolve("examples/javascript");
  @TempDir static Path folder;
  private static SharedKafka kafka;
  private static final List<Alert> ALERTS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    kafka = SharedKafka.emptied();
    PublishSettings settings = PublishSettings.defaults(kafka.bootstrapServers());
    try (TopicAdmin topics = TopicAdmin.open(settings, Duration.ofSeconds(30))) {
      assertThat(topics.ensure(BothJobs.needs(settings, "petrel.observations", 1)).problems())
          .isEmpty();
    }
    for (long seed = 0; ALERTS.size() < 5; seed++) {
      Alert alert = new RandomValues(new SplittableRandom(seed)).alert();
      if (!alert.message().severity().code().equals("Minor")) {
        ALERTS.add(alert);
      }
    }
    writeAlertsAsTheEngineDoes(settings.topics().alerts());
    writeAlertsAsTheEngineDoes(settings.topics().incidents());
  }

  /** In a transaction each, one of them rolled back and one sent twice; compressed. */
  private static void writeAlertsAsTheEngineDoes(String topic) {
    AlertAvro avro = new AlertAvro();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "transactional.id", "engine",
                "compression.type", "gzip"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      List<Alert> sent = new ArrayList<>(ALERTS);
      sent.add(1, new RandomValues(new SplittableRandom(-1)).alert());
      sent.add(ALERTS.get(2));
      if (topic.equals("petrel.incidents")) { // Once an incident is forgotten.
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, "gone".getBytes(StandardCharsets.UTF_8), null));
        producer.commitTransaction();
      }
      for (int i = 0; i < sent.size(); i++) {
        Alert alert = sent.get(i);
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                topic,
                alert.incidentId().getBytes(StandardCharsets.UTF_8),
                avro.encode(alert, topic));
        AlertHeaders.of(alert, avro.fingerprint())
            .forEach((n, v) -> record.headers().add(n, v.getBytes(StandardCharsets.UTF_8)));
        producer.beginTransaction();
        producer.send(record);
        producer.flush();
        if (i == 1) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
  }

  @Test
  void theJavaSubscriberSeesEachAlertOnce() throws IOException {
    List<String> seen = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    new AlertSubscriber(SCHEMAS)
        .run(
            kafka.bootstrapServers(),
            () -> seen.size() < ALERTS.size() && System.nanoTime() < end,
            alert -> seen.add(alert.get("identifier").toString()));
    assertThat(seen).containsExactlyElementsOf(ALERTS.stream().map(Alert::identifier).toList());
  }

  @Test
  void theJavaPublisherWritesWhatPetrelReads() throws IOException {
    Instant time = Instant.parse("2026-01-31T18:00:00Z");
    long before = end();
    try (ObservationPublisher publisher =
        new ObservationPublisher(kafka.bootstrapServers(), SCHEMAS)) {
      publisher.send("icao:KJFK", time, Map.of("pressure_hpa", 987.6));
    }
    assertThat(observation(before))
        .isEqualTo(Observation.at("icao:KJFK", time).set("pressure_hpa", 987.6).build());
  }

  @Test
  void theJavaScriptSubscriberSeesEachAlertOnce() throws Exception {
    seesEachAlertOnce(node("subscribe.js", "petrel.alerts", ""));
  }

  @Test
  void theJavaScriptSubscriberReadsTheTopicOfIncidents() throws Exception {
    seesEachAlertOnce(node("subscribe.js", "petrel.incidents", ""));
  }

  private static void seesEachAlertOnce(String out) throws IOException {
    List<String> lines = out.lines().filter(line -> line.startsWith("{\"incident\"")).toList();
    assertThat(lines).as(out).hasSameSizeAs(ALERTS);
    for (int i = 0; i < ALERTS.size(); i++) {
      var json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(lines.get(i));
      assertThat(json.get("incident").asText()).isEqualTo(ALERTS.get(i).incidentId());
      assertThat(json.get("severity").asText())
          .isEqualTo(ALERTS.get(i).message().severity().code());
      assertThat(json.get("headline").asText()).isEqualTo(ALERTS.get(i).message().headline());
      assertThat(json.get("stations")).hasSameSizeAs(ALERTS.get(i).places());
    }
  }

  @Test
  void theJavaScriptPublisherWritesWhatPetrelReads() throws Exception {
    assumeThat(JAVASCRIPT.resolve("node_modules")).as("npm ci was run").isDirectory();
    long before = end();
    node(
        "publish.js",
        "petrel.observations",
        "{\"station_id\":\"icao:KJFK\",\"time\":\"2026-01-31T18:00:00Z\",\"pressure_hpa\":987.6,"
            + "\"extra\":{\"hail\":2}}\n");
    Observation read = observation(before);
    assertThat(read.value(Variables.PRESSURE_HPA)).isEqualTo(987.6);
    assertThat(read.extra("hail")).isEqualTo(2);
    assertThat(read.time()).isEqualTo(Instant.parse("2026-01-31T18:00:00Z"));
  }

  /** What the README shows is what is built here. */
  @Test
  void theReadmeShowsTheseVeryPrograms() throws IOException {
    String readme = Files.readString(SCHEMAS.resolve("README.md"));
    for (Path program :
        List.of(
            JAVASCRIPT.resolve("subscribe.js"),
            Path.of("src/test/java/io/petrel/examples/AlertSubscriber.java"))) {
      assertThat(readme).contains(Files.readString(program).strip());
    }
  }

  @Test
  void theJavaScriptPublisherRefusesWhatWouldBeLost() throws Exception {
    assumeThat(JAVASCRIPT.resolve("node_modules")).as("npm ci was run").isDirectory();
    for (String input :
        List.of(
            "{\"station_id\":\"S\",\"time\":\"2026-01-31T18:00:00Z\",\"wind_gust\":40}",
            "{\"station_id\":\"S\",\"time\":\"2026-01-31T18:00:00\",\"wind_gust_ms\":40}")) {
      assertThatThrownBy(() -> node("publish.js", "petrel.observations", input + "\n"))
          .hasMessageContaining(input.contains("wind_gust_ms") ? "has no zone" : "wind_gust");
    }
  }

  /** The ten lines of README.md, compiled and run as they stand there. */
  @Test
  void theConsumerOfTheReadmeCompilesAndReads() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Matcher sample = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(sample.find()).isTrue();
    assertThat(sample.group(1)).contains("localhost:9092");
    Path program =
        Files.writeString(
            folder.resolve("Readme.java"),
            """
            import java.io.File;
            import java.time.Duration;
            import java.util.*;
            import org.apache.avro.Schema;
            import org.apache.avro.generic.*;
            import org.apache.avro.message.*;
            import org.apache.kafka.clients.consumer.*;
            import org.apache.kafka.common.serialization.*;

            class Readme {
              public static void main(String[] args) throws Exception {
            """
                + sample.group(1).replace("localhost:9092", kafka.bootstrapServers())
                + "}}\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.toString())
            .redirectErrorStream(true)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String first = ALERTS.get(0).message().headline();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.contains(first)) {
          return;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    throw new AssertionError("the consumer ended: " + String.join("\n", said));
  }

  private static String node(String program, String topic, String input) throws Exception {
    assumeThat(JAVASCRIPT.resolve("node_modules")).as("npm ci was run").isDirectory();
    Path out = Files.createTempFile(folder, "node", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("node", program)
            .directory(JAVASCRIPT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("BROKERS", kafka.bootstrapServers());
    builder.environment().put("GROUP", "javascript-" + topic);
    builder.environment().put("TOPIC", topic);
    builder.environment().put("COUNT", String.valueOf(ALERTS.size()));
    Process process = builder.start();
    try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
      stdin.write(input);
    }
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(out);
    assertThat(ended).as("%s ends: %s", program, text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private static long end() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      TopicPartition partition = new TopicPartition("petrel.observations", 0);
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static Observation observation(long offset) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      TopicPartition partition = new TopicPartition("petrel.observations", 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("icao:KJFK");
          Decoded<Observation> decoded = new ObservationAvro().decode(record.value());
          assertThat(decoded).isInstanceOf(Decoded.Value.class);
          return ((Decoded.Value<Observation>) decoded).value();
        }
      }
      throw new AssertionError("no observation came");
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
