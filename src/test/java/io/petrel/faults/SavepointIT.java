package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.Main;
import io.petrel.alert.Alert;
import io.petrel.config.Config;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.NotificationJob;
import io.petrel.issue.Issues;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.publish.TopicAdmin;
import io.petrel.rule.RuleFile;
import io.petrel.testing.BothJobs;
import io.petrel.testing.CommittedRecords;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import io.petrel.wire.AlertJson;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.WireSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The savepoint of each release, restored by {@code petrel run} as it is now: with another
 * parallelism, changed rules, and an observation schema that has got a field. What was half
 * finished and what was open then ends as if nothing had happened, and the mails that were owed
 * then leave. {@link SavepointWriterIT} says how a savepoint is written.
 */
@Timeout(200)
class SavepointIT {
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /** A later release's: in the middle, so that every field after it has another place. */
  private static final String NEW_FIELD =
      """
      {"name": "soil_temperature_c", "type": ["null", "double"], "default": null, "doc": "Of the soil.", "unit": "Cel", "minimum": -90, "maximum": 90, "ordinary": 10},
      """;

  private static final Set<String> CHANGED = Set.of("half-finished", "removed", "added");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  static List<Path> savepoints() throws IOException {
    try (Stream<Path> files = Files.list(SavepointStory.FOLDER)) {
      return files
          .filter(release -> Files.exists(release.resolve("detection/_metadata")))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void whatWasHalfFinishedAndWhatWasOpenEndsAsIfNothingHadHappened(Path savepoint)
      throws Exception {
    SharedKafka kafka = SharedKafka.emptied();
    try (FaultySmtp smtp = new FaultySmtp().start()) {
      Config config = prepare(savepoint, kafka.bootstrapServers(), smtp.port());
      ObservationAvro now = new ObservationAvro();
      Schema schema = new Schema.Parser().parse(laterSchema(ObservationAvro.SCHEMA_FILE));
      SavepointStory.publish(
          kafka.bootstrapServers(), SavepointStory.before(), o -> now.encode(o, Load.TOPIC));
      try (ChildProcess run = later();
          AlertWatch watch =
              new AlertWatch(
                  kafka.bootstrapServers(),
                  config.alertsTopic(),
                  SavepointStory.PARTITIONS,
                  laterAlerts())) {
        watch.start();
        run.start();
        // Else a rule that is new may come when all reports have been taken.
        Waiting.await("the new rules run", PATIENCE, () -> knowsOfAddedRule(kafka, config));
        SavepointStory.publish(
            kafka.bootstrapServers(), SavepointStory.after(), o -> byLater(schema, o));
        List<Alert> all = undisturbed(config);
        Set<String> owed = owed(all);
        Waiting.await("mails owed at the savepoint", PATIENCE, () -> ids(smtp).containsAll(owed));
        List<Alert> expected = expected(all);
        assertThat(watch.awaitTold(told -> areAll(expected, told), PATIENCE)).as(said()).isTrue();
        compare(expected, watch.told());
        assertThat(ids(smtp)).filteredOn(owed::contains).as("each once").hasSameSizeAs(owed);
      }
    }
  }

  private static boolean knowsOfAddedRule(SharedKafka kafka, Config config) {
    return CommittedRecords.of(kafka.bootstrapServers(), config.rulesTopic()).stream()
        .anyMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains("added"));
  }

  /** Whether everything that is compared is there; more may come of the rules that have changed. */
  private static boolean areAll(List<Alert> expected, List<Alert> told) {
    int stations = 2 * SavepointStory.PARTITIONS;
    return Set.copyOf(json(told, alert -> true)).containsAll(json(expected, alert -> true))
        && count(told, "half-finished", false) >= stations
        && count(told, "removed", true) >= stations
        && count(told, "added", false) >= stations;
  }

  private static long count(List<Alert> told, String rule, boolean ends) {
    return told.stream()
        .filter(alert -> alert.rule().equals(rule) && alert.isEnd() == ends)
        .count();
  }

  private static void compare(List<Alert> expected, List<Alert> told) {
    int stations = 2 * SavepointStory.PARTITIONS;
    assertThat(json(told, alert -> !CHANGED.contains(alert.rule())))
        .isEqualTo(json(expected, a -> true));
    assertThat(told)
        .filteredOn(alert -> alert.rule().equals("half-finished") && !alert.isEnd())
        .as("a change of words only keeps the match in progress")
        .hasSize(stations)
        .allMatch(alert -> alert.message().headline().startsWith("New words"));
    assertThat(told)
        .filteredOn(alert -> alert.rule().equals("removed"))
        .as("a rule that was taken away meanwhile")
        .hasSize(stations)
        .allMatch(Alert::isEnd);
    assertThat(told)
        .filteredOn(alert -> alert.rule().equals("added") && !alert.isEnd())
        .as("a rule over the new field")
        .hasSize(stations);
  }

  private static List<String> ids(FaultySmtp smtp) {
    return smtp.received().stream().map(FaultySmtp.Received::messageId).toList();
  }

  /** Of the mails about what was told before the savepoint: the server then took none. */
  private static Set<String> owed(List<Alert> all) {
    Set<String> ids = new HashSet<>();
    for (Alert alert : all) {
      if (alert.sentMillis() <= SavepointStory.savepointAt().toEpochMilli()) {
        SavepointStory.READERS.forEach(to -> ids.add(SavepointStory.messageId(alert, to)));
      }
    }
    assertThat(ids).hasSizeGreaterThanOrEqualTo(8 * SavepointStory.PARTITIONS);
    return ids;
  }

  /** What is told after the savepoint, of rules that stay as they are. */
  private static List<Alert> expected(List<Alert> all) {
    long savepoint = SavepointStory.savepointAt().toEpochMilli();
    return all.stream()
        .filter(alert -> alert.sentMillis() > savepoint && !CHANGED.contains(alert.rule()))
        .toList();
  }

  /** What an undisturbed run of the same observations tells. */
  private List<Alert> undisturbed(Config config) throws Exception {
    List<Observation> all = new ArrayList<>(SavepointStory.before());
    all.addAll(SavepointStory.after());
    return Oracle.alerts(
        all, folder.resolve("oracle.avro"), SavepointStory.rules(), config.detection().pipeline());
  }

  private Config prepare(Path savepoint, String brokers, int mailPort) throws Exception {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    for (RuleFile file : SavepointStory.rules()) {
      Files.writeString(rules.resolve(file.name()), file.text());
    }
    Path half = rules.resolve("half-finished.yaml");
    Files.writeString(half, Files.readString(half).replace("Pressure rises", "New words"));
    Files.delete(rules.resolve("removed.yaml"));
    Files.writeString(
        rules.resolve("added.yaml"),
        """
        rule: added
        title: Frozen soil
        severity: minor
        when: soil_temperature_c < 0.0
        headline: "Frozen soil at ${station_name}"
        """);
    for (String job : List.of(DetectionJob.NAME, NotificationJob.NAME)) {
      Path checkpoint =
          Files.createDirectories(
              folder.resolve("checkpoints").resolve(job).resolve("release/chk-1"));
      try (Stream<Path> files = Files.list(savepoint.resolve(job))) {
        for (Path file : files.toList()) {
          Files.copy(file, checkpoint.resolve(file.getFileName().toString()));
        }
      }
    }
    Files.writeString(folder.resolve("subscriptions.yaml"), SavepointStory.subscriptions());
    Path file = folder.resolve("petrel.yaml");
    Files.writeString(file, SavepointStory.configuration(brokers, mailPort, 3));
    Config config = Config.read(file, Map.of(), Optional.empty(), new Issues()).orElseThrow();
    try (TopicAdmin topics = TopicAdmin.open(config.publish(), Duration.ofSeconds(30))) {
      assertThat(
              topics
                  .ensure(BothJobs.needs(config.publish(), Load.TOPIC, SavepointStory.PARTITIONS))
                  .problems())
          .isEmpty();
    }
    return config;
  }

  /** This release with the schemas of a later one first on its class path. */
  private ChildProcess later() throws IOException {
    Path schemas = Files.createDirectories(folder.resolve("later/schemas"));
    for (String name : List.of(ObservationAvro.SCHEMA_FILE, AlertAvro.SCHEMA_FILE)) {
      Files.writeString(schemas.resolve(name), laterSchema(name));
    }
    return ChildProcess.java(
        log(),
        "768m",
        folder.resolve("later") + File.pathSeparator + System.getProperty("java.class.path"),
        Main.class,
        "run",
        "--config",
        folder.resolve("petrel.yaml").toString());
  }

  /** A subscriber knows the schemas of the writers. */
  private static AlertAvro laterAlerts() {
    return new AlertAvro(
        new WireSettings(List.of(laterSchema(AlertAvro.SCHEMA_FILE)), null, false));
  }

  private Path log() {
    return folder.resolve("run.log");
  }

  private String said() throws IOException {
    return Files.readString(log());
  }

  private static String laterSchema(String name) {
    try {
      String place = "{\"name\": \"snow_depth_cm\"";
      return Files.readString(Path.of("schemas", name)).replace(place, NEW_FIELD + place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a writer of the later release sends it: frozen soil where the air freezes. */
  private static byte[] byLater(Schema schema, Observation observation) {
    try {
      byte[] plain = new ObservationAvro().encode(observation, Load.TOPIC);
      int header = 10; // single-object encoding: marker and fingerprint
      GenericRecord record =
          new GenericDatumReader<GenericRecord>(Variables.schema(), schema)
              .read(
                  null,
                  DecoderFactory.get().binaryDecoder(plain, header, plain.length - header, null));
      Object air = record.get("temperature_c");
      record.put("soil_temperature_c", air);
      ByteBuffer bytes =
          new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(record);
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> json(List<Alert> alerts, Predicate<Alert> such) {
    return alerts.stream()
        .filter(such)
        // The undisturbed run sees all in order: its records are final.
        .map(alert -> alert.toBuilder().provisionalUntilMillis(0).build())
        .map(AlertJson::line)
        .sorted()
        .toList();
  }
}
