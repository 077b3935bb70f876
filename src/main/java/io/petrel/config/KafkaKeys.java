package io.petrel.config;

import io.petrel.publish.TopicNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code kafka} and {@code topics}: the cluster, and names on it. */
final class KafkaKeys {
  static final Setting<String> SERVERS =
      Setting.of(
          "kafka.bootstrap-servers",
          SettingTypes.SERVERS,
          "localhost:9092",
          "Brokers to connect to first.");
  static final Setting<Map<String, String>> PROPERTIES =
      Setting.of(
          "kafka.properties",
          SettingTypes.TEXT_MAP,
          "{}",
          "Passed unchanged to every Kafka client, such as security.protocol: SASL_SSL.");
  static final Setting<String> OBSERVATIONS =
      topic("observations", "petrel.observations", "Observations in.");
  static final Setting<String> ALERTS = topic("alerts", "petrel.alerts", "Every alert record out.");
  static final Setting<String> INCIDENTS =
      topic("incidents", "petrel.incidents", "The newest record of each incident; compacted.");
  static final Setting<String> RULES =
      topic("rules", "petrel.rules", "The result of each change of a rule.");
  static final Setting<String> REJECTED =
      topic(
          "rejected",
          "petrel.observations.rejected",
          "Records that are not observations, unchanged.");
  static final Setting<String> LATE =
      topic(
          "late",
          "petrel.observations.late",
          "Observations that came too late to be used (detect.revise-for).");
  static final Setting<String> UNDELIVERABLE =
      topic("undeliverable", "petrel.mail.undeliverable", "Mails that a server refused for good.");
  static final Setting<String> MAIL_SENT =
      topic(
          "mail-sent",
          "petrel.mail.sent",
          "Mails that a server has accepted; read after a crash, so that they are not sent again.");
  static final Setting<Integer> PARTITIONS =
      Setting.of(
          "topics.partitions",
          SettingTypes.integer(1, 1000),
          "3",
          "Partitions of a topic that is missing at the start and is created then.");

  static final List<Setting<?>> ALL =
      List.of(
          SERVERS,
          PROPERTIES,
          OBSERVATIONS,
          ALERTS,
          INCIDENTS,
          RULES,
          REJECTED,
          LATE,
          UNDELIVERABLE,
          MAIL_SENT,
          PARTITIONS);

  private KafkaKeys() {}

  /** Properties of every client. */
  static Map<String, String> client(SettingValues values) {
    Map<String, String> all = new HashMap<>(values.get(PROPERTIES));
    all.put("bootstrap.servers", values.get(SERVERS));
    return all;
  }

  static TopicNames topics(SettingValues values) {
    return new TopicNames(
        values.get(ALERTS),
        values.get(INCIDENTS),
        values.get(RULES),
        values.get(REJECTED),
        values.get(LATE),
        values.get(UNDELIVERABLE),
        values.get(MAIL_SENT));
  }

  private static Setting<String> topic(String name, String topic, String doc) {
    return Setting.of("topics." + name, SettingTypes.TOPIC, topic, doc);
  }
}
