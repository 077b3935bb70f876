package io.petrel.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.config.Config;
import io.petrel.engine.LocalEngine;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.testing.FaultySmtp;
import io.petrel.notify.testing.TestCertificate;
import io.petrel.testing.SecureBroker;
import io.petrel.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs on a cluster with high availability, each with a login of its own by PLAIN over TLS and
 * the rights of {@code deploy/README.md}, mail with a password; and where the secrets are then.
 * Part of {@code mvn verify -Pfaults}.
 */
@Tag("faults")
@Timeout(240)
class SecretsAtRestIT {
  private static final String MARKER = "marker-";
  private static final String SMTP_PASSWORD = MARKER + "smtp-77120";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String CONFIGURATION =
      """
      kafka:
        bootstrap-servers: %s
        properties:
          security.protocol: SASL_SSL
          ssl.truststore.location: %s
          ssl.truststore.password: ${env:STORE_PASSWORD}
          sasl.mechanism: PLAIN
          sasl.jaas.config: ${env:KAFKA_LOGIN}
      ingest: {report-delay: 30s, idle-timeout: 1s}
      rules: {folder: rules}
      mail:
        host: 127.0.0.1
        port: %d
        tls: starttls
        trusted-certificates: %s
        user: petrel
        password: ${env:SMTP_PASSWORD}
        from: petrel@example.org
        unsubscribe: stop@example.org
      engine: {data-folder: data, checkpoint-folder: checkpoints, checkpoint-interval: 1s}
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Path site;
  private Path file;

  @Test
  void onlyTheFolderOfHighAvailabilityHoldsSecretsAndOnlyItsUserReadsIt() throws Exception {
    TestCertificate certificate = TestCertificate.forAddress(folder, "ip:127.0.0.1");
    site = Files.createDirectories(folder.resolve("site"));
    try (SecureBroker broker =
            SecureBroker.start(
                Files.createDirectories(folder.resolve("kafka")),
                "detection",
                "notification",
                "writer");
        FaultySmtp smtp =
            new FaultySmtp(certificate.context()).requiringPassword(SMTP_PASSWORD).start();
        ClusterProcesses cluster = new ClusterProcesses(site.resolve("cluster"))) {
      writeSite(broker, smtp, certificate);
      cluster.start();
      String detection = cluster.submit("detection", file, environment("detection"));
      String notification = cluster.submit("notification", file, environment("notification"));
      publishStorm();
      Waiting.await(PATIENCE, () -> !smtp.received().isEmpty());
      Path ha = site.resolve("cluster/ha");
      assertThat(filesWithSecrets()).isNotEmpty().allMatch(each -> each.startsWith(ha));
      assertThat(permissions(site.resolve("cluster"))).isEqualTo("rwx------");
      assertThat(permissions(ha)).isEqualTo("rwx------");
      for (String job : List.of("detection", "notification")) {
        assertThat(files(site.resolve("checkpoints").resolve(job)))
            .as("what was looked through")
            .extracting(each -> each.getFileName().toString())
            .contains("_metadata");
      }

      for (String job : List.of(detection, notification)) {
        Path savepoint = Path.of(URI.create(cluster.stop(job)));
        assertThat(savepoint.resolve("_metadata")).exists();
      }
      // Flink takes the settings of a job away when it has ended.
      Waiting.await(PATIENCE, () -> filesWithSecrets().isEmpty());
    }
  }

  private void writeSite(SecureBroker broker, FaultySmtp smtp, TestCertificate certificate)
      throws Exception {
    file =
        Files.writeString(
            site.resolve("petrel.yaml"),
            CONFIGURATION.formatted(
                broker.bootstrapServers(), broker.trusted(), smtp.port(), certificate.pem()));
    Files.createDirectories(site.resolve("rules"));
    Files.copy(
        Path.of("src/test/resources/e2e/e2e-gale.yaml"), site.resolve("rules/e2e-gale.yaml"));
    Files.writeString(
        site.resolve("subscriptions.yaml"),
        "subscriptions: [{name: all, to: all@example.org, when: severity >= \"minor\"}]");
    Issues issues = new Issues();
    Config config =
        Config.read(file, environment("admin"), Optional.empty(), issues)
            .orElseThrow(() -> new AssertionError(issues.sorted().toString()));
    assertThat(
            LocalEngine.prepareTopics(
                Optional.of(config.detection()), config.notification(SubscriptionSet.EMPTY), 2))
        .isEmpty();
    broker.allow(SecureBroker.documentedRights());
  }

  private static Map<String, String> environment(String user) {
    return Map.of(
        "STORE_PASSWORD",
        SecureBroker.STORE_PASSWORD,
        "KAFKA_LOGIN",
        SecureBroker.jaas(SecureBroker.PLAIN, user),
        "SMTP_PASSWORD",
        SMTP_PASSWORD);
  }

  /** Within report-delay of the clock, which is the time of a feed that has said nothing. */
  private void publishStorm() throws IOException {
    Instant now = Instant.now();
    Path storm =
        Files.writeString(
            folder.resolve("storm.csv"),
            "station_id,time,region,wind_speed_ms\nsea:1,%s,Sea,25\nsea:1,%s,Sea,26\n"
                .formatted(now.minusSeconds(1), now));
    var unused =
        ChildProcess.run(
            environment("writer"),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.petrel.Main",
            "publish",
            storm.toString(),
            "--config",
            file.toString());
  }

  private List<Path> filesWithSecrets() {
    return files(site).stream().filter(SecretsAtRestIT::holdsSecret).toList();
  }

  private static boolean holdsSecret(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARKER);
    } catch (NoSuchFileException e) {
      return false; // A checkpoint that was succeeded.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files may come and go meanwhile. */
  private static List<Path> files(Path top) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
