package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.config.Config;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.LocalEngine;
import io.petrel.issue.Issues;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.testing.ListeningSockets;
import io.petrel.testing.SecureBroker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything over SASL_SSL with the rights of {@code deploy/README.md} and no others, and where the
 * secrets show: nowhere.
 */
@Timeout(150)
class SecuredKafkaIT {
  private static final String MARKER = "marker-";
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
      ingest: {out-of-orderness: 1s, idle-timeout: 1s}
      rules: {folder: rules}
      mail:
        host: 127.0.0.1
        port: 1
        tls: starttls
        user: petrel
        password: ${env:SMTP_PASSWORD}
        from: petrel@example.org
        unsubscribe: stop@example.org
        first-retry: 1s
      engine: {data-folder: data, checkpoint-folder: state/checkpoints, checkpoint-interval: 1s}
      """;

  @TempDir static Path folder;
  private static SecureBroker broker;
  private static Path site;
  private static Path file;

  @BeforeAll
  static void start() throws Exception {
    broker = SecureBroker.start(folder, "petrel", "writer", "author", "subscriber");
    site = Files.createDirectories(folder.resolve("site"));
    file = Files.writeString(site.resolve("petrel.yaml"), configuration(broker.trusted()));
    Files.createDirectories(site.resolve("rules"));
    Files.copy(
        Path.of("src/test/resources/e2e/e2e-gale.yaml"), site.resolve("rules/e2e-gale.yaml"));
    Files.writeString(
        site.resolve("subscriptions.yaml"),
        "subscriptions: [{name: all, to: all@example.org, when: severity >= \"minor\"}]");
    assertThat(LocalEngine.prepareTopics(config("admin").detection(), 3)).isEmpty();
    broker.allow(documentedRights());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** The table in the README; one process runs both jobs here, so with the rights of both. */
  private static List<String> documentedRights() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("deploy", "README.md")).stream()
            .filter(
                line -> line.matches("\\| `(detection|notification|writer|author|subscriber)`.*"))
            .map(line -> line.replaceFirst("detection|notification", "petrel"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(10);
    return rows;
  }

  private static String configuration(Path trusted) {
    return CONFIGURATION.formatted(broker.bootstrapServers(), trusted);
  }

  private static Map<String, String> environment(String user) {
    return Map.of(
        "STORE_PASSWORD",
        SecureBroker.STORE_PASSWORD,
        "KAFKA_LOGIN",
        SecureBroker.jaas(user),
        "SMTP_PASSWORD",
        "marker-smtp-77120");
  }

  private static Config config(String user) {
    Issues issues = new Issues();
    return Config.read(file, environment(user), Optional.empty(), issues)
        .orElseThrow(() -> new AssertionError(issues.sorted().toString()));
  }

  private static CommandRun as(String user, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", file.toString()));
    CommandRun run = CommandRun.with(environment(user), all.toArray(String[]::new));
    assertThat(run.out() + run.err()).doesNotContain(MARKER);
    return run;
  }

  @Test
  void theWholeWayWorksWithTheDocumentedRightsAndShowsNoSecret() throws Exception {
    Path said = site.resolve("said.txt");
    Process petrel = start(said);
    try {
      await(said, "Petrel runs");
      assertThat(as("writer", "publish", observations().toString()).exitCode())
          .isEqualTo(ExitCode.OK);
      awaitAlert();
      CommandRun rules = as("author", "rules");
      assertThat(rules.out()).contains("e2e-gale");
      assertThat(rules.exitCode()).isEqualTo(ExitCode.OK);
      listensOnLoopbackOnly(petrel.pid());
      showsNothingOverHttp(petrel.pid());
    } finally {
      petrel.destroy();
      assertThat(petrel.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(said).content().contains("Stopped.");
    holdsNoSecretAndIsPrivate();
    String plan =
        DetectionJob.define(config("petrel").detection(), new RuleSetUpdate(0, List.of()))
            .getStreamGraph()
            .getStreamingPlanAsJSON();
    assertThat(plan).contains("petrel.observations").doesNotContain(MARKER);
  }

  private static Process start(Path said) throws IOException {
    ProcessBuilder petrel =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx400m",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "io.petrel.Main",
            "run",
            "--config",
            file.toString());
    petrel.environment().putAll(environment("petrel"));
    return petrel.redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  private static Path observations() throws IOException {
    Instant now = Instant.now();
    return Files.writeString(
        folder.resolve("storm.csv"),
        "station_id,time,region,wind_speed_ms\nsea:1,%s,Sea,25\nsea:1,%s,Sea,26\n"
            .formatted(now.minusSeconds(120), now.minusSeconds(60)));
  }

  private static void await(Path said, String words) throws IOException {
    Instant limit = Instant.now().plusSeconds(60);
    while (!Files.exists(said) || !Files.readString(said).contains(words)) {
      assertThat(Instant.now()).as("time to wait for: " + words).isBefore(limit);
      Thread.onSpinWait();
    }
  }

  private static void awaitAlert() {
    Instant limit = Instant.now().plusSeconds(60);
    while (!as("subscriber", "alerts").out().contains("Gale at")) {
      assertThat(Instant.now()).as("time to wait for an alert").isBefore(limit);
    }
  }

  private static void listensOnLoopbackOnly(long pid) throws IOException {
    assumeThat(Path.of("/proc/self/net/tcp")).exists();
    assertThat(ListeningSockets.of(pid))
        .isNotEmpty()
        .allMatch(address -> address.getAddress().isLoopbackAddress());
  }

  /** What Flink's REST interface tells of the jobs; the log knows its port, the test finds it. */
  private static void showsNothingOverHttp(long pid) throws Exception {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    List<String> answers = new ArrayList<>();
    for (InetSocketAddress address : ListeningSockets.of(pid)) {
      String base = "http://127.0.0.1:%d".formatted(address.getPort());
      Optional<String> overview = get(client, base + "/jobs/overview");
      if (overview.isPresent() && overview.get().contains("\"jobs\"")) {
        answers.add(overview.get());
        for (var job : new ObjectMapper().readTree(overview.get()).get("jobs")) {
          for (String page :
              List.of("", "/config", "/plan", "/checkpoints/config", "/exceptions")) {
            get(client, base + "/jobs/" + job.get("jid").asText() + page).ifPresent(answers::add);
          }
        }
        get(client, base + "/jobmanager/config").ifPresent(answers::add);
      }
    }
    assertThat(answers).hasSizeGreaterThan(6).noneMatch(answer -> answer.contains(MARKER));
  }

  private static Optional<String> get(HttpClient client, String url) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
    try {
      return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Optional.empty(); // Not everything that listens speaks HTTP.
    }
  }

  private static void holdsNoSecretAndIsPrivate() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(site)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).extracting(p -> p.getFileName().toString()).contains("_metadata");
    for (Path each : files) {
      assertThat(Files.readString(each, StandardCharsets.ISO_8859_1))
          .as(each.toString())
          .doesNotContain(MARKER);
    }
    for (String made : List.of("data", "state", "state/checkpoints")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(site.resolve(made))))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void whoIsNotLetInIsToldWhichKeyIsWrong() throws Exception {
    Map<String, String> wrong = new HashMap<>(environment("writer"));
    wrong.put("KAFKA_LOGIN", SecureBroker.jaas("writer").replace("9203", "9999"));
    refused(
        CommandRun.with(wrong, "alerts", "--config", file.toString()),
        ExitCode.FAILED,
        "refuses the login of kafka.properties.sasl.jaas.config: Authentication failed");

    Path other = site.resolve("other.yaml");
    Files.writeString(other, configuration(SecureBroker.certificate(folder, "other")));
    refused(
        CommandRun.with(environment("writer"), "rules", "--config", other.toString()),
        ExitCode.FAILED,
        "does not show a certificate that is trusted, or wants one; see"
            + " kafka.properties.ssl.truststore.location");

    Files.writeString(other, configuration(folder.resolve("none.p12")));
    refused(
        CommandRun.with(environment("petrel"), "run", "--config", other.toString()),
        ExitCode.USAGE,
        "the kafka.properties cannot be used: ");

    refused(
        as("subscriber", "publish", observations().toString()),
        ExitCode.FAILED,
        "does not give the user of kafka.properties the rights that deploy/README.md lists");
  }

  private static void refused(CommandRun run, int exitCode, String words) {
    assertThat(run.err()).contains(words).doesNotContain(MARKER, "\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }
}
