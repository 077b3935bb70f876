package io.petrel.faults;

import io.petrel.alert.Alert;
import io.petrel.rule.RuleFile;
import io.petrel.state.Sha256;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the observations of a savepoint tell, up to it and after it: every station is amid
 * everything that state can hold, in a compact matcher, in Flink's, in a window and in an incident.
 */
final class SavepointStory {
  static final int PARTITIONS = 3;

  /** Savepoints of releases, one folder each, and the rules under which they were made. */
  static final Path FOLDER = Path.of("src/test/resources/savepoints");

  /** Who gets a mail of each alert, one by one, however late. */
  static final List<String> READERS = List.of("ann@example.org", "bob@example.org");

  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration UNTIL_SAVEPOINT = Duration.ofHours(1);

  private SavepointStory() {}

  /** Event time of the savepoint: what is certain by then was told before it. */
  static Instant savepointAt() {
    return BEGIN.plus(UNTIL_SAVEPOINT);
  }

  /** Where the savepoint of a release lies. */
  static Path savepoint(String release, String job) {
    return FOLDER.resolve(release).resolve(job);
  }

  /** Of both jobs; the folder of the file has the rules and the subscriptions. */
  static String configuration(String brokers, int mailPort, int parallelism) {
    return """
        kafka: {bootstrap-servers: '%s'}
        detect: {emit: when-certain}
        ingest: {start-from: earliest, report-delay: 2m, idle-timeout: 30d}
        rules: {folder: rules, check-interval: 200ms}
        mail: {host: 127.0.0.1, port: %d, tls: none, first-retry: 200ms, longest-retry: 1s, stale-after: 36500d, give-up-after: 36500d}
        engine: {data-folder: data, checkpoint-folder: checkpoints, checkpoint-interval: 500ms, parallelism: %d}
        """
        .formatted(brokers, mailPort, parallelism);
  }

  static String subscriptions() {
    return """
        subscriptions:
          - name: everything
            to: [%s]
        """
        .formatted(String.join(", ", READERS));
  }

  /** The Message-ID of a mail to a reader about one alert, by what it is derived from. */
  static String messageId(Alert alert, String reader) {
    String told = alert.incidentId() + "\n" + alert.sequence() + "\n" + reader;
    return "<%s.%d@localhost>".formatted(Sha256.hex(told, 16), alert.sequence());
  }

  static List<RuleFile> rules() {
    try (Stream<Path> files = Files.list(FOLDER.resolve("rules"))) {
      List<RuleFile> rules = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        rules.add(new RuleFile(file.getFileName().toString(), Files.readString(file)));
      }
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first hour: a low, a breeze, a gust, fog. */
  static List<Observation> before() {
    return IntStream.range(0, PARTITIONS * 2)
        .boxed()
        .flatMap(
            station ->
                Stream.of(
                    report(station, 0).set(Variables.PRESSURE_HPA, 995).build(),
                    report(station, 10)
                        .set(Variables.PRESSURE_HPA, 989)
                        .set(Variables.WIND_SPEED_MS, 6)
                        .set(Variables.WIND_GUST_MS, 22)
                        .set(Variables.VISIBILITY_M, 100)
                        .build(),
                    report(station, 20).set(Variables.WIND_SPEED_MS, 8).build(),
                    report(station, 70).build()))
        .toList();
  }

  /** Then it falls on, rises, blows, and is over. */
  static List<Observation> after() {
    return IntStream.range(0, PARTITIONS * 2)
        .boxed()
        .flatMap(
            station ->
                Stream.of(
                    report(station, 120)
                        .set(Variables.PRESSURE_HPA, 986)
                        .set(Variables.WIND_SPEED_MS, 9)
                        .build(),
                    report(station, 180)
                        .set(Variables.PRESSURE_HPA, 997)
                        .set(Variables.TEMPERATURE_C, -3)
                        .build(),
                    report(station, 240).set(Variables.WIND_SPEED_MS, 12).build(),
                    report(station, 3 * 24 * 60).build()))
        .toList();
  }

  private static Observation.Builder report(int station, int minute) {
    return Observation.at("story:" + station, BEGIN.plus(Duration.ofMinutes(minute)));
  }

  /** On the partition of its station, so that offsets are the same on every broker. */
  static int partition(Observation observation) {
    return Integer.parseInt(observation.stationId().substring("story:".length())) % PARTITIONS;
  }

  /** How an observation becomes bytes: by the schema of this release, or a later one. */
  interface Writer {
    byte[] write(Observation observation);
  }

  static void publish(String brokers, List<Observation> observations, Writer writer) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      // By time: however they are fetched, none is behind the watermark.
      for (Observation observation :
          observations.stream()
              .sorted(Comparator.comparingLong(Observation::timeMillis))
              .toList()) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    Load.TOPIC, partition(observation), null, writer.write(observation)));
      }
    }
  }
}
