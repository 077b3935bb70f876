package io.petrel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.cli.files.ConfigFiles;
import io.petrel.cli.files.RuleFolders;
import io.petrel.cli.kafka.ObservationProducer;
import io.petrel.cli.run.EngineMonitor;
import io.petrel.cli.run.EngineVitals;
import io.petrel.cli.run.JobPreflight;
import io.petrel.cli.terminal.Terminal;
import io.petrel.config.Config;
import io.petrel.detect.DetectSettings;
import io.petrel.monitor.HealthReport.Check;
import io.petrel.monitor.MonitorSettings;
import io.petrel.rule.RuleFile;
import io.petrel.rule.yaml.RuleFolder;
import io.petrel.simulate.SimulationSettings;
import io.petrel.simulate.StormSimulator;
import io.petrel.testing.MetricsPage;
import io.petrel.testing.Waiting;
import io.petrel.wire.avro.WireSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running system says of itself, from before its jobs start. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitorIT {
  private static final Path SHIPPED = Path.of("rules");

  @TempDir static Path folder;
  private static Path rules;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static DemoSystem system;
  private static Config config;
  private static EngineMonitor monitor;
  private static long sent;

  @BeforeAll
  static void start() throws IOException {
    Terminal terminal = Terminal.ofProcess();
    DemoFolder demo = DemoFolder.open(folder.resolve("demo"), 1, false);
    system = DemoSystem.start(demo, 0, 0);
    rules = Files.createDirectories(folder.resolve("rules"));
    for (RuleFile rule : RuleFolder.read(SHIPPED).files()) {
      Files.writeString(rules.resolve(rule.name()), rule.text());
    }
    config = demo.configure(system, rules, terminal);
    JobPreflight.requireTopics(config);
    monitor =
        EngineMonitor.start(
            new MonitorSettings(MonitorSettings.LOOPBACK, 0), system.engine(), config);
  }

  @AfterAll
  static void stop() {
    monitor.close();
    system.close();
  }

  @Test
  @Order(1)
  void beforeTheJobsAreStartedItIsAliveAndNotReady() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("has not started yet", "are not loaded yet", "1 broker");
  }

  @Test
  @Order(2)
  void readyOnceBothJobsRunAndHaveACheckpoint() throws Exception {
    JobPreflight.start(
        system.engine(),
        config,
        RuleFolders.requireGood(rules, DetectSettings.DEFAULT, Terminal.ofProcess()),
        JobPreflight.subscriptions(config));
    HttpResponse<String> ready = await("/ready", response -> response.statusCode() == 200);

    assertThat(ready.body())
        .contains("detection checkpoint", "notification checkpoint", "every subtask runs")
        .doesNotContain("false");
    assertThat(get("/health").body()).contains("\"detection\"", "\"notification\"", "RUNNING");
  }

  @Test
  @Order(3)
  void countsWhatHappens() throws Exception {
    StormSimulator storm =
        new StormSimulator(SimulationSettings.DEFAULT.withDuration(Duration.ofHours(20)));
    try (var producer =
        new ObservationProducer(
            system.brokers(), config.observationsTopic(), WireSettings.DEFAULTS)) {
      while (storm.hasNext()) {
        producer.send(storm.next(), List.of());
        sent++;
      }
      producer.flush();
    }
    MetricsPage page =
        awaitMetrics(
            metrics ->
                metrics.sum("petrel_observations_in") == sent
                    && metrics.sum("petrel_mails_sent") > 0
                    && metrics.sum("petrel_rule_cost_nanos") > 0
                    && metrics.sum("petrel_alert_latency_millis_count") > 0);

    assertThat(page.sum("petrel_rules")).isEqualTo(30);
    assertThat(page.sum("petrel_rule_matches")).isPositive();
    assertThat(page.sum("petrel_reason_alert_records")).isPositive();
    assertThat(page.sum("petrel_reason_matches_suppressed")).isPositive();
    assertThat(page.sum("petrel_incidents_open")).isPositive();
    assertThat(page.sum("petrel_rule_partial_matches")).isPositive();
    assertThat(page.sum("petrel_rules_refused")).isZero();
  }

  @Test
  @Order(4)
  void theTableOfMetricsIsWhatIsExported() throws Exception {
    assertThat(metrics().ofPetrel()).hasSizeGreaterThan(30);
    assertThat(MetricsPage.documented(Path.of("deploy/README.md")))
        .as("the table in deploy/README.md, section Metrics")
        .isEqualTo(metrics().ofPetrel());
  }

  @Test
  @Order(5)
  void dashboardAndAlertsAskForWhatIsExported() throws Exception {
    TreeSet<String> asked = new TreeSet<>();
    for (String file : new String[] {"prometheus/petrel-alerts.yaml", "grafana/petrel.json"}) {
      asked.addAll(MetricsPage.asked(Files.readString(Path.of("deploy").resolve(file))));
    }

    assertThat(asked).hasSizeGreaterThan(25);
    asked.removeAll(metrics().names());
    assertThat(asked).as("asked for and not exported").isEmpty();
  }

  @Test
  @Order(6)
  void theMetricsOfARemovedRuleGo() throws Exception {
    String of = "rule=\"gale\"";
    assertThat(get("/metrics").body()).contains(of);
    Files.delete(rules.resolve("gale.yaml"));

    await("/metrics", response -> !response.body().contains(of));
  }

  @Test
  @Order(7)
  void whereNoBrokerAnswersItIsAliveAndNotReady() {
    Config elsewhere =
        ConfigFiles.read(
            folder.resolve("demo/petrel.yaml"), Optional.of("127.0.0.1:1"), Terminal.ofProcess());
    try (EngineVitals vitals = EngineVitals.of(system.engine(), elsewhere, Clock.systemUTC())) {
      assertThat(vitals.readiness().checks())
          .filteredOn(check -> !check.isGood())
          .containsExactly(new Check("kafka", false, "does not answer within 3 s"));
      assertThat(vitals.health().areGood()).isTrue();
    }
  }

  private static MetricsPage metrics() throws Exception {
    return MetricsPage.of(get("/metrics").body());
  }

  private static MetricsPage awaitMetrics(Predicate<MetricsPage> enough) throws Exception {
    return MetricsPage.of(
        await("/metrics", response -> enough.test(MetricsPage.of(response.body()))).body());
  }

  private static HttpResponse<String> await(String path, Predicate<HttpResponse<String>> condition)
      throws Exception {
    AtomicReference<HttpResponse<String>> response = new AtomicReference<>();
    try {
      Waiting.await(
          path,
          Duration.ofSeconds(60),
          () -> {
            response.set(get(path));
            return condition.test(response.get());
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("still so:\n" + response.get().body(), e);
    }
    return response.get();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(monitor.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
