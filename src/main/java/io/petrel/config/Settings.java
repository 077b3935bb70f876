package io.petrel.config;

import io.petrel.alert.CapCode;
import io.petrel.alert.Scope;
import io.petrel.alert.Status;
import io.petrel.engine.EngineSettings.StateBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The table of all keys of {@code petrel.yaml}. */
final class Settings {
  // --- kafka
  static final Setting<String> BOOTSTRAP_SERVERS =
      Setting.of(
          "kafka.bootstrap-servers",
          SettingTypes.SERVERS,
          "localhost:9092",
          "Kafka brokers to ask first.");
  static final Setting<Map<String, String>> KAFKA_PROPERTIES =
      Setting.of(
          "kafka.properties",
          SettingTypes.TEXT_MAP,
          "{}",
          "Handed to every Kafka client as they are: security.protocol, sasl.mechanism and the like.");

  // --- topics
  static final Setting<String> OBSERVATIONS_TOPIC =
      topic("observations", "petrel.observations", "Observations in.");
  static final Setting<String> ALERTS_TOPIC =
      topic("alerts", "petrel.alerts", "Alert records out.");
  static final Setting<String> INCIDENTS_TOPIC =
      topic("incidents", "petrel.incidents", "The newest record of each incident, compacted.");
  static final Setting<String> RULES_TOPIC =
      topic("rules", "petrel.rules", "What became of each changed rule.");
  static final Setting<String> REJECTED_TOPIC =
      topic(
          "rejected",
          "petrel.observations.rejected",
          "Records that are no observations, unchanged.");
  static final Setting<String> LATE_TOPIC =
      topic("late", "petrel.observations.late", "Observations that came too late to be used.");
  static final Setting<String> UNDELIVERABLE_TOPIC =
      topic("undeliverable", "petrel.mail.undeliverable", "Mails that a server refused for good.");
  static final Setting<Boolean> CREATE_TOPICS =
      Setting.of(
          "topics.create",
          SettingTypes.BOOL,
          "true",
          "Whether topics that are not there are created at the start.");
  static final Setting<Integer> TOPIC_PARTITIONS =
      Setting.of(
          "topics.partitions",
          SettingTypes.integer(1, 1000),
          "3",
          "Partitions of a topic that is created. A station's records stay in one.");
  static final Setting<Integer> TOPIC_REPLICAS =
      Setting.of(
          "topics.replicas",
          SettingTypes.integer(1, 10),
          "1",
          "Copies of a topic that is created, on as many brokers.");

  // --- rules
  static final Setting<String> RULES_FOLDER =
      Setting.of(
          "rules.folder",
          SettingTypes.FOLDER,
          "rules",
          "Folder of the rules; watched while running.");

  // --- incident
  static final Setting<String> SENDER =
      Setting.of(
          "incident.sender",
          SettingTypes.matching(
              "a name without spaces, commas, < and &, such as alerts@weather.example.org",
              "[^\\s,<&]+"),
          "petrel@localhost",
          "Who issues the alerts (CAP sender); globally unique.");
  static final Setting<Status> STATUS =
      Setting.of(
          "incident.status",
          cap(Status.values()),
          "Test",
          "CAP status of every alert. Actual only once somebody has decided that people shall act on them.");
  static final Setting<Scope> SCOPE =
      Setting.of(
          "incident.scope", cap(Scope.values()), "Public", "CAP scope: for whom the alerts are.");
  static final Setting<Duration> EXPIRES =
      Setting.of(
          "incident.expires",
          SettingTypes.DURATION,
          "1d",
          "How long a record stays valid beyond its rule's quiet time.");
  static final Setting<Duration> END_EXPIRES =
      Setting.of(
          "incident.end-expires",
          SettingTypes.DURATION,
          "1h",
          "How long the record of an end stays valid.");
  static final Setting<Integer> PLACES =
      Setting.of(
          "incident.places",
          SettingTypes.integer(1, 10_000),
          "256",
          "Stations that one incident lists; those that join later are only counted.");

  // --- engine
  static final Setting<Path> DATA_FOLDER =
      Setting.of(
          "engine.data-folder",
          SettingTypes.FILE,
          "petrel-data",
          "Folder on this machine for the log.");
  static final Setting<String> CHECKPOINT_FOLDER =
      Setting.of(
          "engine.checkpoint-folder",
          SettingTypes.FOLDER,
          "petrel-data/checkpoints",
          "Where checkpoints go. A restart resumes from the newest one in it, so it must outlive the machine if the alerts shall.");
  static final Setting<Duration> CHECKPOINT_INTERVAL =
      Setting.of(
          "engine.checkpoint-interval",
          SettingTypes.DURATION,
          "2s",
          "From one checkpoint to the next. With exactly-once delivery an alert is visible with the checkpoint after it.");
  static final Setting<Integer> PARALLELISM =
      Setting.of(
          "engine.parallelism",
          SettingTypes.integer(1, 128),
          "1",
          "Subtasks of each operator. More than the observations' partitions help detection, not reading.");
  static final Setting<StateBackend> STATE_BACKEND =
      Setting.of(
          "engine.state-backend",
          SettingTypes.oneOf(StateBackend.class),
          "rocksdb",
          "Where state lives: on disk, or on the heap.");

  /** Every key, in the order of {@code deploy/petrel.yaml}. */
  static final List<Setting<?>> ALL =
      List.of(
          BOOTSTRAP_SERVERS,
          KAFKA_PROPERTIES,
          OBSERVATIONS_TOPIC,
          ALERTS_TOPIC,
          INCIDENTS_TOPIC,
          RULES_TOPIC,
          REJECTED_TOPIC,
          LATE_TOPIC,
          UNDELIVERABLE_TOPIC,
          CREATE_TOPICS,
          TOPIC_PARTITIONS,
          TOPIC_REPLICAS,
          RULES_FOLDER,
          SENDER,
          STATUS,
          SCOPE,
          EXPIRES,
          END_EXPIRES,
          PLACES,
          DATA_FOLDER,
          CHECKPOINT_FOLDER,
          CHECKPOINT_INTERVAL,
          PARALLELISM,
          STATE_BACKEND);

  private Settings() {}

  private static Setting<String> topic(String name, String topic, String doc) {
    return Setting.of("topics." + name, SettingTypes.TOPIC, topic, doc);
  }

  private static <E extends Enum<E> & CapCode> SettingType<E> cap(E[] values) {
    return SettingTypes.oneOf(List.of(values), CapCode::code);
  }
}
