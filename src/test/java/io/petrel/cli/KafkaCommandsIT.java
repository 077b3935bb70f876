package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.embedded.EmbeddedKafka;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.ObservationAvro;
import io.petrel.wire.WireSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KafkaCommandsIT {
  private static final SimulationSettings STORM =
      SimulationSettings.DEFAULT.withDuration(Duration.ofHours(3));

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = EmbeddedKafka.start(folder.resolve("broker"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("petrel.observations", 3, (short) 1),
                  new NewTopic("simulated", 3, (short) 1)))
          .all()
          .get();
    }
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @Test
  void aBadRowIsToldWithItsLineAndTheRestIsPublished() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("bad.csv"),
            """
            station_id,time,pressure_hpa,colour
            S1,2026-01-31T06:00:00Z,1013.3,red
            S1,2026-01-31T07:00:00Z,high,red
            S1,2026-01-31T08:00:00Z,1012.1,red
            """);

    CommandRun run = CommandRun.of("publish", file.toString(), "-b", kafka.bootstrapServers());

    assertThat(run.err())
        .isEqualTo(
            """
            columns left out: colour
            %s:3: row left out: pressure_hpa is 'high', must be a number, or empty when missing
            %s: 1 bad rows were left out
            """
                .formatted(file, file));
    assertThat(run.out()).isEqualTo("2 observations published to petrel.observations\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(read("petrel.observations"))
        .extracting(Observation::time)
        .extracting(Object::toString)
        .containsExactly("2026-01-31T06:00:00Z", "2026-01-31T08:00:00Z");

    CommandRun again =
        CommandRun.of("publish", file.toString(), "-b", kafka.bootstrapServers(), "--json");
    assertThat(again.out())
        .isEqualTo(
            "{\"file\":\"%s\",\"topic\":\"petrel.observations\",\"published\":2,\"bad_rows\":1,\"ignored_columns\":[\"colour\"]}\n"
                .formatted(file));
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    CommandRun run = CommandRun.of("alerts", "-b", kafka.bootstrapServers());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "petrel: the Kafka cluster at %s has no topic 'petrel.alerts'%n"
                .formatted(kafka.bootstrapServers()));
  }

  @Test
  void aFeedThatWasStoppedGoesOnWithoutLossOrRepetition() throws Exception {
    feed(300);
    feed(900);
    feed(Long.MAX_VALUE);

    Map<String, List<Observation>> expected = byStation(simulated());
    assertThat(byStation(read("simulated"))).isEqualTo(expected);
  }

  /** Publishes at least so many more reports, or all that are left, then stops as a kill would. */
  private static void feed(long atLeast) throws InterruptedException {
    Brokers brokers = Brokers.at(kafka.bootstrapServers());
    SimulatedFeed feed =
        new SimulatedFeed(
            new StormSimulator(STORM),
            new ObservationProducer(brokers, "simulated", WireSettings.DEFAULTS),
            20_000,
            Clock.systemUTC(),
            SimulatedFeed.countThere(brokers, "simulated"));
    feed.start();
    feed.awaitSent(atLeast);
    feed.end();
    assertThat(feed.failure()).isNull();
  }

  private static List<Observation> simulated() {
    return StormSimulator.observations(STORM).toList();
  }

  private static List<Observation> read(String topic) {
    ObservationAvro avro = new ObservationAvro();
    List<Observation> read = new ArrayList<>();
    try (TopicReader reader =
        TopicReader.fromBeginning(Brokers.at(kafka.bootstrapServers()), topic)) {
      reader.readToEnd(
          record -> read.add(((Decoded.Value<Observation>) avro.decode(record.value())).value()));
    }
    return read;
  }

  private static Map<String, List<Observation>> byStation(List<Observation> observations) {
    Map<String, List<Observation>> byStation = new HashMap<>();
    observations.forEach(
        one -> byStation.computeIfAbsent(one.stationId(), id -> new ArrayList<>()).add(one));
    return byStation;
  }
}
