package io.petrel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault of a user gets a message that says what, where and what is allowed. */
class CommandFaultsTest {
  private static final String GOOD_RULE =
      """
      rule: gale
      title: Gale
      severity: moderate
      urgency: immediate
      certainty: observed
      category: met
      when: wind_speed_ms >= 17.2
      headline: Gale at ${station_name}
      """;

  @TempDir Path folder;

  @Test
  void anUnknownCommandNamesTheNearOne() {
    CommandRun run = CommandRun.of("dmeo");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("petrel: 'dmeo' is not a command; did you mean 'demo'?; known are alerts, ")
        .endsWith("Try 'petrel --help'.\n");
  }

  @Test
  void anUnknownOptionNamesTheNearOne() {
    CommandRun run = CommandRun.of("demo", "--spedd=3");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            """
            petrel: '--spedd' is not an option of 'petrel demo'; did you mean '--speed'?; known are \
            --data, --for, --help, --json, --kafka-port, --mail-port, --monitor-port, --rules, --seed, --speed, \
            --verbose
            Try 'petrel demo --help'.
            """);
  }

  @Test
  void aWrongDurationSaysWhatOneLooksLike() {
    CommandRun run = CommandRun.of("demo", "--for", "90");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            """
            petrel: Invalid value for option '--for': '90' is not a duration such as 90s, 30m, \
            2h30m or 1d
            Try 'petrel demo --help'.
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"publish", "backtest"})
  void aMissingFileIsNamed(String command) {
    CommandRun run = CommandRun.of(command, "none.csv");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isEqualTo("petrel: the file none.csv does not exist\n");
  }

  @Test
  void theSimulatorsJsonIsNotMixedWithItsReports() {
    CommandRun run = CommandRun.of("simulate", "--hours", "1", "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "petrel: --json needs --out FILE: the reports themselves go to standard output\n");
  }

  @Test
  void theSimulatorCountsInJson() throws IOException {
    Path out = folder.resolve("storm.csv");

    CommandRun run =
        CommandRun.of(
            "simulate", "--hours", "1", "--stations", "5", "--json", "--out", out.toString());

    JsonNode counts = new ObjectMapper().readTree(run.out());
    assertThat(run.err()).isEmpty();
    assertThat(counts.path("delivered").asLong()).isEqualTo(Files.readAllLines(out).size() - 1);
    assertThat(counts.path("stations").asInt()).isEqualTo(5);
  }

  @Test
  void aBrokerThatIsNotThereIsNamed() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    CommandRun run = CommandRun.of("alerts", "--bootstrap", "127.0.0.1:" + closed);

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "petrel: no Kafka broker answers at 127.0.0.1:%d (waited 10 s). Is it running, is the address right, and does it speak kafka.properties.security.protocol?%n"
                .formatted(closed));
  }

  @Test
  void aServerAddressThatIsNoneSaysWhatIsAllowed() {
    CommandRun run = CommandRun.of("alerts", "--bootstrap", "localhost");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("petrel: 'localhost' is not a list of Kafka servers: ")
        .contains("allowed: host:port, separated by commas");
  }

  @Test
  void threeMistakesInOneRuleAreToldAtOnce() throws IOException {
    write(
        "rules/gale.yaml",
        GOOD_RULE
            .replace("moderate", "moderat")
            .replace("title:", "titel:")
            .replace("wind_speed_ms", "wind_sped_ms"));

    CommandRun run = CommandRun.of("check", folder.resolve("rules").toString());

    String file = folder.resolve("rules/gale.yaml").toString();
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(line -> line.contains("error:")).toList())
        .hasSizeGreaterThanOrEqualTo(3)
        .anyMatch(
            line ->
                line.startsWith(
                    file + ":2:1: error: 'titel' is not a key of a rule; did you mean 'title'?"))
        .anyMatch(line -> line.startsWith(file + ":3:11: error: 'moderat' is not one of "))
        .anyMatch(
            line -> line.startsWith(file + ":7:7: error: ") && line.contains("wind_speed_ms"));
  }

  @Test
  void aSubscriptionWithABadAddressIsToldBeforeAnythingStarts() throws IOException {
    write("rules/gale.yaml", GOOD_RULE);
    write("subscriptions.yaml", "subscriptions:\n  - name: duty\n    to: duty.example.org\n");
    Path config =
        write("petrel.yaml", "rules: {folder: rules}\nmail: {subscriptions: subscriptions.yaml}\n");

    CommandRun run = CommandRun.of("run", "--config", config.toString(), "--check");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("petrel: the subscriptions have a fault:\n\n")
        .contains(folder.resolve("subscriptions.yaml") + ":3:9: error: ")
        .contains("duty.example.org");
  }

  /** After a crash in a storm, what someone has mistyped since must not hold back the alerts. */
  @Test
  void faultySubscriptionsHoldBackAFirstStartAndNoRestart() throws IOException {
    write("rules/gale.yaml", GOOD_RULE);
    write("subscriptions.yaml", "subscriptions:\n  - name: duty\n    to: duty.example.org\n");
    Path config =
        write(
            "petrel.yaml",
            """
            kafka: {bootstrap-servers: '127.0.0.1:1'}
            rules: {folder: rules}
            mail: {subscriptions: subscriptions.yaml}
            engine: {data-folder: data, checkpoint-folder: checkpoints}
            """);
    CommandRun first = CommandRun.of("run", "--config", config.toString());
    assertThat(first.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(first.err()).startsWith("petrel: the subscriptions have a fault:\n\n");

    write("checkpoints/notification/job/chk-1/_metadata", "");
    CommandRun restart = CommandRun.of("run", "--config", config.toString());
    assertThat(restart.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(restart.err())
        .contains("the subscriptions have a fault:\n\n")
        .contains("The last good subscriptions stay in force until the file is valid.")
        .contains("no Kafka broker answers at 127.0.0.1:1");
    CommandRun check = CommandRun.of("run", "--config", config.toString(), "--check");
    assertThat(check.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void everyFaultOfTheConfigurationIsToldAtOnce() throws IOException {
    Path config = write("petrel.yaml", "kafka:\n  bootstrap: a:1\nmail:\n  port: 0\n");

    CommandRun run = CommandRun.of("run", "--config", config.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .isEqualTo(
            """
            petrel: the configuration has 2 faults:

            %s:2:3: error: 'kafka.bootstrap' is not a setting; known are kafka.bootstrap-servers, \
            kafka.properties
              2 |   bootstrap: a:1
                |   ^^^^^^^^^

            %s:4:9: error: 'mail.port' is '0'; allowed: a whole number from 1 to 65535
              4 |   port: 0
                |         ^
            """
                .formatted(config, config));
  }

  /** DNS may be away when a machine boots: systemd must try again. */
  @Test
  void aHostNameThatDoesNotResolveIsNoFaultOfTheConfiguration() throws IOException {
    CommandRun run =
        run(
            "kafka: {bootstrap-servers: 'kafka.invalid:9092'}\nrules: {folder: rules}\nmail: {enabled: false}\n");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("'kafka.invalid:9092'", "cannot be resolved");
  }

  @Test
  void aSecretThatIsWrittenOutIsRefusedAndNotPrinted() throws IOException {
    CommandRun run =
        run(
            "mail: {user: petrel, password: geheim}\n"
                + "kafka: {properties: {sasl.jaas.config: 'module password=\"geheim\"'}}\n"
                + "ingest: {registry-url: 'https://user:geheim@registry:8081'}\n");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("'mail.password' must not be written here", "sasl.jaas.config' is a secret")
        .contains("'ingest.registry-url' holds a login")
        .doesNotContain("geheim");
  }

  @Test
  void foldersThatCannotBeMadeAreNamedAlsoByACheck() throws IOException {
    write("file", "no folder");
    for (String option : List.of("--check", "--bootstrap=127.0.0.1:1")) {
      CommandRun data =
          run(
              "rules: {folder: rules}\nmail: {enabled: false}\nengine: {data-folder: file/data}\n",
              option);
      assertThat(data.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(data.err())
          .contains("engine.data-folder", folder.resolve("file").toString())
          .doesNotContain("should not have happened");
      CommandRun bucket =
          run(
              "rules: {folder: rules}\nmail: {enabled: false}\nengine: {checkpoint-folder: 's3://bucket/c'}\n",
              option);
      assertThat(bucket.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(bucket.err())
          .contains("engine.checkpoint-folder is s3://bucket/c")
          .doesNotContain("should not have happened");
    }
  }

  @Test
  void aDurationOfZeroIsToldThatItMustBeLonger() throws IOException {
    assertThat(run("ingest: {report-delay: 0s}\n").err()).contains("longer than 0");
  }

  private CommandRun run(String config, String... options) throws IOException {
    write("rules/gale.yaml", GOOD_RULE);
    List<String> arguments =
        new ArrayList<>(List.of("run", "--config", write("petrel.yaml", config).toString()));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    write("rules/gale.yaml", GOOD_RULE);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.of(
              "demo",
              "--rules",
              folder.resolve("rules").toString(),
              "--data",
              folder.resolve("data").toString(),
              "--kafka-port",
              String.valueOf(taken.getLocalPort()));

      assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err().lines().toList())
          .hasSize(1)
          .first()
          .asString()
          .startsWith("petrel: Embedded Kafka broker")
          .contains(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void aFolderThatIsNoDemoIsLeftAlone() throws IOException {
    write("rules/gale.yaml", GOOD_RULE);
    write("data/precious.txt", "mine");

    CommandRun run =
        CommandRun.of(
            "demo",
            "--rules",
            folder.resolve("rules").toString(),
            "--data",
            folder.resolve("data").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("is not empty and not the data folder of a demo");
    assertThat(folder.resolve("data").toFile().list()).containsExactly("precious.txt");
  }

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String command :
        List.of(
            "demo",
            "run",
            "check",
            "backtest",
            "publish",
            "simulate",
            "alerts",
            "rules",
            "subscriptions")) {
      CommandRun run = CommandRun.of(command, "--help");

      assertThat(run.exitCode()).as(command).isEqualTo(ExitCode.OK);
      assertThat(run.out()).contains("Usage: petrel " + command).contains("Examples:");
    }
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A step of many branches is within one site's cap and beyond another's. */
  @Test
  void checkWarnsAboveTheCapOfTheSite() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("pair.yaml"),
        """
        rule: pair
        title: Pair
        source: test
        severity: minor
        urgency: immediate
        certainty: observed
        category: met
        headline: Pair at ${station_name}
        within: 24h
        pattern:
          - {step: first, where: wind_speed_ms >= 17.2}
          - {step: second, where: wind_speed_ms >= 20.0, follows: any}
        """);
    Path config =
        Files.writeString(folder.resolve("petrel.yaml"), "detect: {partial-matches: 144}");

    CommandRun usual = CommandRun.of("check", rules.toString());
    CommandRun small = CommandRun.of("check", rules.toString(), "--config", config.toString());

    assertThat(usual.out()).doesNotContain("partial matches");
    assertThat(small.out())
        .contains("warning: up to 145 partial matches a station")
        .contains("over 144 the engine drops the oldest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "test", "backtest", "explain", "why"})
  void aToolOfTheAuthorNamesTheFaultsOfItsConfiguration(String command) throws IOException {
    Path config = Files.writeString(folder.resolve("petrel.yaml"), "detect: {partial-matches: 0}");
    Path file = Files.writeString(folder.resolve("x.csv"), "station_id,time\n");
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("gale.yaml"), GOOD_RULE);
    List<String> words =
        switch (command) {
          case "backtest" -> List.of(command, file.toString(), "--rules", rules.toString());
          case "explain" -> List.of(command, "gale", "--rules", rules.toString());
          case "why" ->
              List.of(
                  command,
                  "gale",
                  "--rules=" + rules,
                  "--station=a",
                  "--at=2026-01-31T03:00Z",
                  "--observations=" + file);
          default -> List.of(command, rules.toString());
        };
    List<String> all = new ArrayList<>(words);
    all.add("--config=" + config);

    CommandRun run = CommandRun.of(all.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("the configuration has a fault").contains("petrel.yaml:1:");
  }
}
