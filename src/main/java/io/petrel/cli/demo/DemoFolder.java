package io.petrel.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.cli.files.ConfigFiles;
import io.petrel.cli.files.PrivateFolder;
import io.petrel.cli.terminal.CommandFailure;
import io.petrel.cli.terminal.FaultMessages;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The data folder of a demo: broker, checkpoints, mails, log, and the settings of its first start.
 * A demo that is started again on it resumes.
 *
 * @param seed of the simulation, for the whole life of the folder
 * @param isNew whether nothing was in it
 */
record DemoFolder(Path path, long seed, boolean isNew) {
  private static final String FILE = "demo.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Simulated time is independent of the clock, so neither may hold back the other. */
  private static final String CONFIGURATION =
      """
      # Written by 'petrel demo' at every start.
      kafka:
        bootstrap-servers: %s
      ingest:
        idle-timeout: 30d
        future-tolerance: 36500d
      rules:
        folder: '%s'
      incident:
        sender: demo@petrel.example
        status: Exercise
      mail:
        host: %s
        port: %d
        tls: none
        from: Petrel demo <demo@petrel.example>
        unsubscribe: unsubscribe@petrel.example
      engine:
        data-folder: .
        checkpoint-folder: checkpoints
        checkpoint-interval: 1s
      """;

  private static final String SUBSCRIPTIONS =
      """
      # Who gets which alerts of the demo; a change holds within seconds.
      subscriptions:
        - name: duty-officer
          to: Duty Officer <duty@petrel.example>
          when: severity >= "severe"
        - name: harbour
          to: harbour@petrel.example
          when: severity >= "moderate"
          units: marine
      """;

  /**
   * Opens the folder, or creates it.
   *
   * @throws CommandFailure if it cannot be used, or was created with another seed
   */
  static DemoFolder open(Path path, long seed, boolean seedGiven) {
    Path file = path.resolve(FILE);
    try {
      if (Files.exists(file)) {
        return reopen(path, file, seed, seedGiven);
      }
      PrivateFolder.create(path);
      try (var entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw CommandFailure.usage(
              "%s is not empty and not the data folder of a demo; allowed: a new folder, or one that a demo created"
                  .formatted(path));
        }
      }
      write(file, seed);
      return new DemoFolder(path, seed, true);
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the data folder %s cannot be used: %s".formatted(path, FaultMessages.causes(e)), e);
    }
  }

  private static DemoFolder reopen(Path path, Path file, long seed, boolean seedGiven)
      throws IOException {
    JsonNode begun = JSON.readTree(file.toFile());
    JsonNode begunSeed = begun.path("seed");
    if (!begunSeed.isIntegralNumber()) {
      throw CommandFailure.failed("%s is damaged; begin with a new folder".formatted(file));
    }
    if (seedGiven && begunSeed.asLong() != seed) {
      throw CommandFailure.usage(
          "--seed is %d, but the demo in %s was begun with seed %d; leave it out, or use a new folder"
              .formatted(seed, path, begunSeed.asLong()));
    }
    return new DemoFolder(path, begunSeed.asLong(), false);
  }

  /** Whole or not at all. */
  private static void write(Path file, long seed) throws IOException {
    ObjectNode node = JSON.createObjectNode().put("seed", seed);
    Path part = file.resolveSibling(FILE + ".part");
    Files.writeString(part, node.toPrettyString() + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Writes the configuration of this run beside the data, where the other commands can read it too,
   * and the subscriptions unless they are there.
   */
  Config configure(DemoSystem system, Path rules, Terminal terminal) throws IOException {
    Path subscriptions = path.resolve("subscriptions.yaml");
    if (!Files.exists(subscriptions)) {
      Files.writeString(subscriptions, SUBSCRIPTIONS);
    }
    Path file = path.resolve("petrel.yaml");
    Files.writeString(
        file,
        CONFIGURATION.formatted(
            system.kafka().bootstrapServers(),
            rules.toAbsolutePath().normalize().toString().replace("'", "''"),
            system.mail().host(),
            system.mail().port()));
    return ConfigFiles.read(file, Optional.empty(), terminal);
  }

  Path mails() {
    return path.resolve("mails");
  }

  Path log() {
    return path.resolve("petrel.log");
  }
}
