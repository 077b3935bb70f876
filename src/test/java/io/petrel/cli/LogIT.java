package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.testing.CommittedRecords;
import io.petrel.testing.SharedKafka;
import io.petrel.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator finds in the log and on the screen of a process of its own. */
@Timeout(240)
class LogIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PETREL = " i.p.e.LocalCluster ";
  private static final String FLINK = " o.a.f.r.m.MiniCluster ";
  private static final String KAFKA = " o.a.k.";

  @TempDir private Path folder;

  @Test
  void theLogOfTheDemoHasPetrelsFlinksAndKafkasWords() throws Exception {
    try (PetrelProcess demo =
        PetrelProcess.launch(
            folder, "demo", "--for", "1s", "--data", folder.resolve("data").toString())) {
      assertThat(demo.awaitEnd()).as(demo.err()).isZero();
      assertThat(Files.readString(folder.resolve("data/petrel.log")))
          .contains(PETREL, FLINK, KAFKA);
      assertThat(demo.err()).as("the screen is the command's own").doesNotContain(FLINK);
    }
  }

  @Test
  void aRunTellsOfObservationsThatComeTooLateAndOfRefusedRules() throws Exception {
    String servers = SharedKafka.emptied().bootstrapServers();
    Path config = config(servers);
    try (PetrelProcess run =
        PetrelProcess.start(folder, "run", "--verbose", "--config", config.toString())) {
      await(run, "Petrel runs:");
      Path now =
          Files.writeString(
              folder.resolve("now.csv"),
              "station_id,station_name,time,wind_gust_ms\nS2,Two,%s,40\n"
                  .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
      CommandRun published = CommandRun.of("publish", now.toString(), "-c", config.toString());
      assertThat(published.err()).as("what comes in time").doesNotContain("aside", "rejects");
      Instant newest = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Path old =
          Files.writeString(
              folder.resolve("old.csv"),
              "station_id,time,wind_gust_ms\nS1,%s,4\nS1,%s,40\n"
                  .formatted(newest, newest.minus(Duration.ofHours(12))));
      AtomicReference<String> answer = new AtomicReference<>("");
      try {
        Waiting.await(
            "a late observation",
            PATIENCE,
            () -> {
              CommandRun again = CommandRun.of("publish", old.toString(), "-c", config.toString());
              answer.set(again.out() + again.err());
              return run.err().contains("too late to be used");
            });
      } catch (ConditionTimeoutException e) {
        throw new AssertionError("published: " + answer.get() + "\nrun: " + run.err(), e);
      }
      Waiting.await(
          "the alert of the steps in README.md",
          PATIENCE,
          () -> CommandRun.of("alerts", "-c", config.toString()).out().contains("Gust at Two"));
      assertThat(folder.resolve("tmp").toFile().list())
          .as("what a killed process would leave, of Kafka's compression too")
          .allMatch(name -> name.startsWith("hsperfdata"));
      Files.writeString(folder.resolve("rules/bad.yaml"), "rule: bad\n");
      await(run, "A file of rules is refused");

      assertThat(run.stop()).as("SIGTERM").isEqualTo(128 + 15);
      assertThat(run.err()).as("--verbose shows the log, too").contains(PETREL, FLINK);
      assertThat(Files.readString(folder.resolve("data/petrel.log")))
          .contains(PETREL, FLINK, "too late to be used", "A file of rules is refused");
      assertThat(CommittedRecords.of(servers, "petrel.observations.late"))
          .isNotEmpty()
          .allSatisfy(
              late ->
                  assertThat(
                          new String(
                              late.headers().lastHeader("petrel-reason-text").value(),
                              StandardCharsets.UTF_8))
                      .contains("the time is ", ", and its station had come to "));
    }
  }

  private static void await(PetrelProcess run, String said) throws IOException {
    Waiting.await(said, PATIENCE, () -> !run.isAlive() || run.err().contains(said));
    assertThat(run.err()).contains(said);
  }

  private Path config(String servers) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("rules")).resolve("gust.yaml"),
        """
        rule: gust
        title: Gust
        severity: severe
        headline: "Gust at ${station_name}"
        when: wind_gust_ms >= 25.0
        """);
    Files.writeString(
        folder.resolve("subscriptions.yaml"),
        """
        subscriptions:
          - name: duty
            to: duty@example.org
        """);
    return Files.writeString(
        folder.resolve("petrel.yaml"),
        """
        kafka: {bootstrap-servers: "%s", properties: {compression.type: zstd}}
        topics: {partitions: 1}
        ingest: {report-delay: 20s, idle-timeout: 500ms}
        rules: {folder: rules}
        mail: {host: 127.0.0.1, port: %d, tls: none, subscriptions: subscriptions.yaml}
        engine: {data-folder: data, checkpoint-folder: data/checkpoints, checkpoint-interval: 500ms}
        """
            .formatted(servers, portWithoutServer()));
  }

  private static int portWithoutServer() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
