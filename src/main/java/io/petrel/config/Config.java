package io.petrel.config;

import io.petrel.engine.EngineSettings;
import io.petrel.incident.IncidentSettings;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole configuration, as the stages want it.
 *
 * @param kafka properties of every Kafka client, {@code bootstrap.servers} among them
 * @param rulesFolder URI of the folder of rules
 * @param dataFolder for what stays on this machine
 */
public record Config(
    Map<String, String> kafka,
    Topics topics,
    String rulesFolder,
    IncidentSettings incident,
    EngineSettings engine,
    Path dataFolder) {
  private static final String SERVERS = "bootstrap.servers";

  public Config {
    kafka = Map.copyOf(kafka);
  }

  /**
   * Reads a file. Every fault goes to the issues; with one there, the result is not to be used.
   *
   * @param environment variables for {@code ${env:NAME}}
   */
  public static Config read(Path file, Map<String, String> environment, Issues issues) {
    Path folder = folderOf(file);
    String text = "";
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      issues.add(Issue.ofFile(file.toString(), "the file is not there"));
    } catch (IOException e) {
      issues.add(Issue.ofFile(file.toString(), "the file cannot be read: " + e.getMessage()));
    }
    SettingValues values =
        new ConfigReader(Settings.ALL, new Surroundings(folder, environment), issues)
            .read(new SourceText(file.toString(), text));
    return of(values);
  }

  /** Every key left out; relative paths start at the folder. */
  public static Config defaults(Path folder) {
    return of(new SettingValues(new Surroundings(folder.toAbsolutePath(), Map.of())));
  }

  /** The same with other Kafka servers. */
  public Config withBootstrapServers(String servers) {
    Map<String, String> other = new HashMap<>(kafka);
    other.put(SERVERS, servers);
    return new Config(other, topics, rulesFolder, incident, engine, dataFolder);
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  private static Config of(SettingValues values) {
    Map<String, String> kafka = new HashMap<>(values.get(Settings.KAFKA_PROPERTIES));
    kafka.put(SERVERS, values.get(Settings.BOOTSTRAP_SERVERS));
    return new Config(
        kafka,
        topics(values),
        values.get(Settings.RULES_FOLDER),
        new IncidentSettings(
            values.get(Settings.SENDER),
            values.get(Settings.STATUS),
            values.get(Settings.SCOPE),
            values.get(Settings.EXPIRES),
            values.get(Settings.END_EXPIRES),
            values.get(Settings.PLACES)),
        new EngineSettings(
            values.get(Settings.PARALLELISM),
            values.get(Settings.STATE_BACKEND),
            values.get(Settings.CHECKPOINT_INTERVAL),
            values.get(Settings.CHECKPOINT_FOLDER)),
        values.get(Settings.DATA_FOLDER));
  }

  private static Topics topics(SettingValues values) {
    return new Topics(
        values.get(Settings.OBSERVATIONS_TOPIC),
        values.get(Settings.ALERTS_TOPIC),
        values.get(Settings.INCIDENTS_TOPIC),
        values.get(Settings.RULES_TOPIC),
        values.get(Settings.REJECTED_TOPIC),
        values.get(Settings.LATE_TOPIC),
        values.get(Settings.UNDELIVERABLE_TOPIC),
        values.get(Settings.CREATE_TOPICS),
        values.get(Settings.TOPIC_PARTITIONS),
        values.get(Settings.TOPIC_REPLICAS));
  }
}
