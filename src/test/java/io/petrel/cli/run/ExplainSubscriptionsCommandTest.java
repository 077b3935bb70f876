package io.petrel.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.GoldenFile;
import io.petrel.alert.Alert;
import io.petrel.cli.CommandRun;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.notify.render.SampleMails;
import io.petrel.wire.AlertJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without any Kafka. */
class ExplainSubscriptionsCommandTest {
  @TempDir Path folder;
  private String config;

  @BeforeEach
  void writeSubscriptions() throws IOException {
    write(
        "subscriptions.yaml",
        """
        subscriptions:
          - name: harbour
            to: [Ann <ann@example.org>, bob@example.org]
            when: severity >= "severe" && region in ["Donegal", "Sligo"]
            limit: 6
          - name: skipper
            to: cid@example.org
            time-zone: Europe/Dublin
            quiet-hours: {from: "22:00", to: "06:30", unless-severity: severe}
            wait: 2m
          - name: office
            to: [dan@example.org, ann@example.org]
            time-zone: Europe/Dublin
            digest: 6h
          - {name: away, to: eve@example.org, mute-until: 2024-02-01T00:00:00Z}
          - {name: fog, to: fay@example.org, when: labels.hazard == "fog"}
          - {name: harbours, to: gil@example.org, when: labels.harbour == "Sligo"}
        """);
    config = write("petrel.yaml", "mail: {subscriptions: subscriptions.yaml}\n");
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private CommandRun explain(Alert alert, String... more) throws IOException {
    String file = write("alert.json", AlertJson.line(alert) + "\n");
    String[] arguments = {
      "subscriptions", "explain", file, "--config", config, "--at", "2024-01-22T03:30:00Z"
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void saysForEachAddressWhatHappensAndWhy() throws IOException {
    CommandRun storm = explain(SampleMails.begin());
    assertThat(storm.exitCode()).as(storm.err()).isZero();
    GoldenFile.assertEquals("subscriptions-explain.txt", storm.out());
    GoldenFile.assertEquals("subscriptions-explain-minor.txt", explain(SampleMails.fog()).out());
    GoldenFile.assertEquals("subscriptions-explain-end.txt", explain(SampleMails.allClear()).out());
  }

  @Test
  void saysTheSameInJson() throws IOException {
    CommandRun run = explain(SampleMails.fog(), "--json");
    JsonNode skipper = new ObjectMapper().readTree(run.out().lines().toList().get(2));
    assertThat(skipper.path("subscription").asText()).isEqualTo("skipper");
    assertThat(skipper.path("verdict").asText()).isEqualTo("quiet-hours");
    assertThat(skipper.path("due").asText()).isEqualTo("2024-01-22T06:30:00Z");
    assertThat(skipper.path("terms")).hasSize(3);
  }

  @Test
  void aFaultOfTheFileIsShownAtItsPlace() throws IOException {
    String file =
        write("alert.json", AlertJson.pretty(SampleMails.fog()).replace("\"Minor\"", "\"Minr\""));
    CommandRun run = CommandRun.of("subscriptions", "explain", file, "--config", config);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .startsWith("petrel: %s is not a valid alert record:".formatted(file))
        .contains("error: 'Minr' is not one of ")
        .contains("did you mean 'Minor'?");
  }

  @Test
  void aFileThatIsNotThereIsNamedAndStandardInputMayBeEmpty() {
    CommandRun missing = CommandRun.of("subscriptions", "explain", "none.json", "--config", config);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err()).isEqualTo("petrel: the file none.json does not exist\n");
    CommandRun empty = CommandRun.of("subscriptions", "explain", "-", "--config", config);
    assertThat(empty.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(empty.err()).contains("standard input: error: it is empty");
  }

  @Test
  void helpShowsHowToUseAFile() {
    CommandRun help = CommandRun.of("subscriptions", "explain", "--help");
    assertThat(help.out()).contains("petrel subscriptions explain alert.json", "standard input");
  }
}
