package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.cli.demo.SimulatedFeed;
import io.petrel.cli.kafka.Brokers;
import io.petrel.cli.kafka.ObservationProducer;
import io.petrel.cli.kafka.TopicReader;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.rule.RuleEvent;
import io.petrel.rule.RuleEvent.Outcome;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.testing.SharedKafka;
import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.RuleEventJson;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KafkaCommandsIT {
  private static final SimulationSettings STORM =
      SimulationSettings.DEFAULT.withDuration(Duration.ofHours(3));

  @TempDir static Path folder;
  private static SharedKafka kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = SharedKafka.emptied();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("petrel.observations", 3, (short) 1),
                  new NewTopic("petrel.rules", 1, (short) 1),
                  new NewTopic("asked.observations", 3, (short) 1),
                  new NewTopic("tardy.observations", 1, (short) 1),
                  new NewTopic("tardy.late", 1, (short) 1),
                  new NewTopic("simulated", 3, (short) 1)))
          .all()
          .get();
    }
  }

  @Test
  void showsWhatRunsAndApartFromItWhatIsRefused() throws Exception {
    long time = 1_769_839_200_000L;
    RuleEvent job = new RuleEvent("", "", Outcome.RUNNING, "the job began with 2 rules", 0, time);
    RuleEvent.Running compact = new RuleEvent.Running("compact", 2, time);
    RuleEvent gale =
        new RuleEvent("gale", "0123456789ab", Outcome.RUNNING, "runs", 0, time)
            .withRunning(compact);
    RuleEvent frost =
        new RuleEvent("frost", "ab0123456789", Outcome.ACCEPTED, "changed", 17, time + 60_000)
            .withRunning(new RuleEvent.Running("nfa", 2, time + 60_000));
    RuleEvent refused =
        RuleEvent.ofFile(
            "gale.yaml",
            "gale",
            "ba9876543210",
            Outcome.REJECTED,
            "rules/gale.yaml:7:1: error: unknown key\n",
            time + 90_000);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (RuleEvent event : List.of(job, gale, frost, refused)) {
        producer
            .send(new ProducerRecord<>("petrel.rules", event.key(), RuleEventJson.write(event)))
            .get();
      }
    }

    CommandRun run = CommandRun.of("rules", "-b", kafka.bootstrapServers());
    assertThat(run.out())
        .isEqualTo(
            """
            RULE                         VERSION      SINCE                MATCHER SUBTASKS  DROPPED  LAST CHANGE
            frost                        ab0123456789 2026-01-31T06:01:00Z nfa            2       17  changed
            gale                         0123456789ab 2026-01-31T06:00:00Z compact        2        0  runs

            REFUSED; the last good version of each rule, if there is one, keeps running:
            2026-01-31T06:01:30Z  gale.yaml                    ba9876543210 refused   rules/gale.yaml:7:1: error: unknown key
            """);
    CommandRun json = CommandRun.of("rules", "--json", "-b", kafka.bootstrapServers());
    assertThat(json.out().lines().map(line -> RuleEventJson.read(line).orElseThrow()))
        .containsExactly(frost, gale, refused);
    CommandRun all = CommandRun.of("rules", "--all", "--json", "-b", kafka.bootstrapServers());
    assertThat(all.out().lines()).hasSize(4);
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
            S1,2026-01-30T23:00:00Z,1012.1,red
            """);

    CommandRun run = CommandRun.of("publish", file.toString(), "-b", kafka.bootstrapServers());

    String late =
        run.err()
                .lines()
                .filter(line -> line.startsWith("1 of them are"))
                .findFirst()
                .orElse("none")
            + "\n";
    assertThat(late)
        .contains(
            "by more than detect.revise-for (6h)",
            "sets them aside on petrel.observations.late, and no rule sees them");
    assertThat(run.err())
        .isEqualTo(
            """
            ignored columns: colour
            %s:3: skipped row: pressure_hpa is 'high', must be a number, or empty when missing
            %s: skipped 1 bad rows
            """
                    .formatted(file, file)
                + late);
    assertThat(run.out()).isEqualTo("2 observations published to petrel.observations\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(read("petrel.observations"))
        .extracting(Observation::time)
        .extracting(Object::toString)
        .containsExactly("2026-01-31T06:00:00Z", "2026-01-30T23:00:00Z");

    CommandRun again =
        CommandRun.of("publish", file.toString(), "-b", kafka.bootstrapServers(), "--json");
    assertThat(again.out())
        .isEqualTo(
            "{\"file\":\"%s\",\"topic\":\"petrel.observations\",\"published\":2,\"late\":1,\"in_future\":0,\"bad_rows\":1,\"ignored_columns\":[\"colour\"]}\n"
                .formatted(file));
  }

  @Test
  void whyAsksTheTopicThatTheConfigurationNames() throws Exception {
    Path golden = Path.of("src/test/resources/golden/why/fired");
    Path config =
        Files.writeString(
            folder.resolve("asked.yaml"),
            """
            kafka: {bootstrap-servers: "%s"}
            topics: {observations: asked.observations}
            """
                .formatted(kafka.bootstrapServers()));
    CommandRun published =
        CommandRun.of(
            "publish", golden.resolve("observations.csv").toString(), "-c", config.toString());
    assertThat(published.exitCode()).as(published.err()).isEqualTo(ExitCode.OK);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("asked.observations", "S", "no observation")).get();
    }
    List<String> question =
        List.of(
            "why",
            "strong-wind",
            "--rules",
            golden.resolve("rules").toString(),
            "--station",
            "icao:KJFK",
            "--at",
            "2026-01-01T12:00Z");

    CommandRun file =
        asked(question, "--observations", golden.resolve("observations.csv").toString());
    CommandRun topic = asked(question, "--topic", "--config", config.toString());
    assertThat(topic.out()).isEqualTo(file.out()).contains("Because the alert was sent");
    assertThat(topic.err())
        .contains("asked.observations: skipped 1 records that are not observations");

    CommandRun later =
        asked(question, "--topic", "--config", config.toString(), "--from", "2027-01-01T00:00:00Z");
    assertThat(later.err()).contains("the topic asked.observations has no readable observation");
    assertThat(later.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(asked(question, "--topic", "--observations", "x.csv").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whySaysOfALateReportThatNoRuleSawIt() throws Exception {
    Path golden = Path.of("src/test/resources/golden/why/fired");
    Path config =
        Files.writeString(
            folder.resolve("tardy.yaml"),
            """
            kafka: {bootstrap-servers: "%s"}
            topics: {observations: tardy.observations, late: tardy.late}
            """
                .formatted(kafka.bootstrapServers()));
    String file = golden.resolve("observations.csv").toString();
    assertThat(CommandRun.of("publish", file, "-c", config.toString()).exitCode()).isZero();
    Observation last =
        read("tardy.observations").stream()
            .filter(one -> one.time().toString().equals("2026-01-01T12:00:00Z"))
            .findFirst()
            .orElseThrow();
    try (ObservationProducer producer =
        new ObservationProducer(
            Brokers.at(kafka.bootstrapServers()), "tardy.late", WireSettings.DEFAULTS)) {
      producer.send(last, List.of());
      producer.flush();
    }

    CommandRun why =
        asked(
            List.of("why", "strong-wind", "--rules", golden.resolve("rules").toString()),
            "--station",
            last.stationId(),
            "--at",
            last.time().toString(),
            "--topic",
            "--config",
            config.toString());

    assertThat(why.out())
        .contains("'strong-wind' did not fire", "Because the report of", "came too late")
        .doesNotContain("it was told");
  }

  private static CommandRun asked(List<String> question, String... more) {
    List<String> all = new ArrayList<>(question);
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray(String[]::new));
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
            SimulatedFeed.countPublished(brokers, "simulated"));
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
