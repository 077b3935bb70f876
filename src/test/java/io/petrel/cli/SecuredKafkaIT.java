package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.config.Config;
import io.petrel.engine.DetectionJob;
import io.petrel.engine.LocalEngine;
import io.petrel.issue.Issues;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.rule.RuleSetUpdate;
import io.petrel.testing.ListeningSockets;
import io.petrel.testing.SecureBroker;
import io.petrel.testing.Waiting;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
          sasl.mechanism: ${env:KAFKA_MECHANISM}
          sasl.jaas.config: ${env:KAFKA_LOGIN}
      ingest: {report-delay: 1s, idle-timeout: 1s}
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

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static SecureBroker broker;
  private static Path site;
  private static Path file;

  @BeforeAll
  static void start() throws Exception {
    broker =
        SecureBroker.start(
            folder, "petrel", "detection", "notification", "writer", "author", "subscriber");
    site = Files.createDirectories(folder.resolve("site"));
    file = Files.writeString(site.resolve("petrel.yaml"), configuration(broker.trusted()));
    Files.createDirectories(site.resolve("rules"));
    Files.copy(
        Path.of("src/test/resources/e2e/e2e-gale.yaml"), site.resolve("rules/e2e-gale.yaml"));
    Files.writeString(
        site.resolve("subscriptions.yaml"),
        "subscriptions: [{name: all, to: all@example.org, when: severity >= \"minor\"}]");
    assertThat(problems(config("admin"), true, true)).isEmpty();
    broker.allow(SecureBroker.documentedRights());
    broker.allow(ofBothJobs(SecureBroker.documentedRights()));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** One process that runs both jobs has the rights of both. */
  private static List<String> ofBothJobs(List<String> rows) {
    return rows.stream()
        .filter(row -> row.matches("\\| `(detection|notification)`.*"))
        .map(row -> row.replaceFirst("detection|notification", "petrel"))
        .toList();
  }

  private static String configuration(Path trusted) {
    return CONFIGURATION.formatted(broker.bootstrapServers(), trusted);
  }

  private static Map<String, String> environment(String user) {
    return environment(SecureBroker.PLAIN, user);
  }

  private static Map<String, String> environment(String mechanism, String user) {
    return Map.of(
        "KAFKA_MECHANISM",
        mechanism,
        "STORE_PASSWORD",
        SecureBroker.STORE_PASSWORD,
        "KAFKA_LOGIN",
        SecureBroker.jaas(mechanism, user),
        "SMTP_PASSWORD",
        "marker-smtp-77120");
  }

  private static Config config(String user) {
    return config(SecureBroker.PLAIN, user);
  }

  private static Config config(String mechanism, String user) {
    Issues issues = new Issues();
    return Config.read(file, environment(mechanism, user), Optional.empty(), issues)
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
      Waiting.await(
          "the start",
          PATIENCE,
          () -> Files.exists(said) && Files.readString(said).contains("Petrel runs"));
      assertThat(as("writer", "publish", observations().toString()).exitCode())
          .isEqualTo(ExitCode.OK);
      Waiting.await(
          "an alert", PATIENCE, () -> as("subscriber", "alerts").out().contains("Gale at"));
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
    wrong.put(
        "KAFKA_LOGIN", SecureBroker.jaas(SecureBroker.PLAIN, "writer").replace("9203", "9999"));
    refused(
        CommandRun.with(wrong, "alerts", "--config", file.toString()),
        ExitCode.FAILED,
        "rejects the login in kafka.properties.sasl.jaas.config: Authentication failed");

    Path other = site.resolve("other.yaml");
    Files.writeString(other, configuration(SecureBroker.certificate(folder, "other")));
    refused(
        CommandRun.with(environment("writer"), "rules", "--config", other.toString()),
        ExitCode.FAILED,
        "has no trusted certificate, or requires one from the client; see kafka.properties.ssl.truststore.location");

    Files.writeString(other, configuration(folder.resolve("none.p12")));
    refused(
        CommandRun.with(environment("petrel"), "run", "--config", other.toString()),
        ExitCode.USAGE,
        "the kafka.properties cannot be used: ");

    refused(
        as("subscriber", "publish", observations().toString()),
        ExitCode.FAILED,
        "does not give the user in kafka.properties the rights that deploy/README.md lists");
  }

  /**
   * Each job with a login of its own: it needs every right of its rows in the table, and the check
   * before the start names the one that is missing.
   */
  @ParameterizedTest
  @ValueSource(strings = {"detection", "notification"})
  void aMissingRightIsNamedWithItsTopicAndOperation(String job) throws Exception {
    Config config = config(SecureBroker.SCRAM, job);
    boolean detection = job.equals("detection");
    assertThat(problems(config, detection, !detection)).isEmpty();
    List<String> rows =
        SecureBroker.documentedRights().stream().filter(row -> row.contains(job + "` |")).toList();
    for (AclBinding right : SecureBroker.bindings(rows)) {
      String operation = SecurityUtils.operationName(right.entry().operation());
      ResourcePattern on = right.pattern();
      String expected =
          switch (on.resourceType()) {
            case TOPIC -> "the Kafka login may not %s topic %s".formatted(operation, on.name());
            case GROUP -> "the Kafka login may not %s group %s".formatted(operation, on.name());
            case TRANSACTIONAL_ID ->
                "the Kafka login may not %s transactional ids that begin with %s"
                    .formatted(operation, on.name());
            case CLUSTER -> "the Kafka login may not %s of the cluster".formatted(operation);
            default -> throw new AssertionError(right);
          };
      broker.allow(List.of(right), false);
      List<String> told = awaitProblems(config, detection, true);
      assertThat(told).as(right.toString()).hasSize(1);
      assertThat(told.get(0))
          // Whoever may do nothing else with a topic is not told that it is there.
          .matches(
              Pattern.quote(expected)
                  + "(, or it is missing and the login may not Create it)?"
                  + "|the Kafka login may not .*"
                  + operation
                  + ".* topic "
                  + Pattern.quote(on.name())
                  + ".*");
      broker.allow(List.of(right), true);
      assertThat(awaitProblems(config, detection, false)).isEmpty();
    }
  }

  /** Brokers learn of a change of rights a little later. */
  private static List<String> awaitProblems(Config config, boolean detection, boolean some) {
    Instant limit = Instant.now().plusSeconds(20);
    List<String> problems;
    do {
      problems = problems(config, detection, !detection);
    } while (problems.isEmpty() == some && Instant.now().isBefore(limit));
    return problems;
  }

  private static List<String> problems(Config config, boolean detection, boolean notification) {
    return LocalEngine.prepareTopics(
        Optional.of(config.detection()).filter(settings -> detection),
        config.notification(SubscriptionSet.EMPTY).filter(settings -> notification),
        3);
  }

  private static void refused(CommandRun run, int exitCode, String words) {
    assertThat(run.err()).contains(words).doesNotContain(MARKER, "\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }
}
