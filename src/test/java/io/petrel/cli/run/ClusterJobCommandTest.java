package io.petrel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.cli.CommandRun;
import io.petrel.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cluster's jar says before there is a cluster to talk to. */
class ClusterJobCommandTest {
  @TempDir Path folder;

  @Test
  void aJobAndAConfigurationAreNeeded() {
    CommandRun run = CommandRun.ofCluster();

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--job=JOB").contains("--config=FILE");
  }

  @Test
  void anUnknownJobNamesTheKnownOnes() {
    CommandRun run = CommandRun.ofCluster("--job", "detect", "--config", "petrel.yaml");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("DETECTION, NOTIFICATION").contains("'detect'");
  }

  @Test
  void notificationWithoutMailIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("petrel.yaml"), "mail: {enabled: false}\n");

    CommandRun run = CommandRun.ofCluster("--job", "notification", "-c", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            "petrel: mail.enabled is false in %s, so there is nothing to notify%n".formatted(file));
  }

  @Test
  void aFaultyRuleHoldsBackAFirstStartAndNoRestart() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("gale.yaml"), "rule: gale\nwhen: wind_speed_ms >\n");
    Path file =
        Files.writeString(
            folder.resolve("petrel.yaml"),
            """
            kafka: {bootstrap-servers: '127.0.0.1:1'}
            rules: {folder: rules}
            engine: {checkpoint-folder: checkpoints}
            """);

    CommandRun first = CommandRun.ofCluster("--job", "detection", "-c", file.toString());
    assertThat(first.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(first.err()).contains("the rules in %s have faults".formatted(rules));

    Path checkpoint = folder.resolve("checkpoints/detection/job/chk-1/_metadata");
    Files.createDirectories(checkpoint.getParent());
    Files.writeString(checkpoint, "");
    CommandRun restart = CommandRun.ofCluster("--job", "detection", "-c", file.toString());
    assertThat(restart.err())
        .contains("The last good version of each rule keeps running")
        .contains("no Kafka broker answers at 127.0.0.1:1");
  }
}
