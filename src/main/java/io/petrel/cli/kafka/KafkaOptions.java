package io.petrel.cli.kafka;

import io.petrel.cli.files.ConfigFiles;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka cluster a command talks to. */
public final class KafkaOptions {
  @Option(
      names = {"-b", "--bootstrap"},
      paramLabel = "HOST:PORT",
      description = "Kafka servers, separated by commas. Default: those of the configuration.")
  @Nullable String bootstrap;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration with the servers, their security and the topics' names. Default:"
              + " deploy/petrel.yaml beside the launcher, if it is there.")
  public @Nullable Path config;

  /** The configuration, with the servers of the command line on top. */
  public Config read(Terminal terminal) {
    return ConfigFiles.read(config, Optional.ofNullable(bootstrap), terminal);
  }
}
