package io.petrel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyCommandIT {
  private static final Path CASES = Path.of("src/test/resources/golden/why");

  @TempDir private Path dir;

  private static CommandRun why(String name, String rule, String... more) {
    Path folder = CASES.resolve(name);
    String[] arguments = {
      "why",
      rule,
      "--rules",
      folder.resolve("rules").toString(),
      "--observations",
      folder.resolve("observations.csv").toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void tellsTheSameAsJson() throws IOException {
    CommandRun run =
        why(
            "measure-window-one-report-short",
            "rapid-fall",
            "--station",
            "icao:KJFK",
            "--at",
            "2026-01-01T12:00Z",
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode answer = new ObjectMapper().readTree(run.out());
    assertThat(answer.at("/fired").asBoolean()).isFalse();
    assertThat(answer.at("/cause/kind").asText()).isEqualTo("measure-window");
    assertThat(answer.at("/condition/trace/off_by").asDouble()).isBetween(1.19, 1.21);
    assertThat(answer.at("/condition/measures/0/just_outside/by_seconds").asLong()).isEqualTo(3600);
    assertThat(answer.at("/condition/measures/0/reports")).hasSize(3);
  }

  @Test
  void saysWhatSubscriptionsDoWithTheAlert() throws IOException {
    Path subscriptions =
        Files.writeString(
            dir.resolve("subscriptions.yaml"),
            """
            subscriptions:
              - name: night
                to: night@example.org
                time-zone: UTC
                quiet-hours: {from: "10:00", to: "14:00", unless-severity: extreme}
              - name: elsewhere
                to: elsewhere@example.org
                when: rule == "frost"
            """);
    CommandRun run =
        why(
            "fired",
            "strong-wind",
            "--station",
            "icao:KJFK",
            "--at",
            "2026-01-01T12:00Z",
            "--subscriptions",
            subscriptions.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Because the alert was sent: first-match, moderate")
        .containsPattern("night +night@example.org .*quiet hours")
        .containsPattern("elsewhere +elsewhere@example.org");
  }

  @Test
  void suggestsTheNearStation() {
    CommandRun run = why("fired", "strong-wind", "--station", "KJFK", "--at", "2026-01-01T12:00Z");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("has no report of a station 'KJFK'; did you mean 'icao:KJFK'? It has 1");
  }

  @Test
  void suggestsTheNearRule() {
    CommandRun run =
        why("fired", "strong-wnd", "--station", "icao:KJFK", "--at", "2026-01-01T12:00Z");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("did you mean 'strong-wind'?");
  }

  @Test
  void wantsATimeWithAnOffset() {
    CommandRun run =
        why("fired", "strong-wind", "--station", "icao:KJFK", "--at", "2026-01-01 12:00");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is not a time with an offset");
  }

  @Test
  void saysWhereTheDataBeginAndEnd() {
    CommandRun before =
        why("fired", "strong-wind", "--station", "icao:KJFK", "--at", "2025-12-31T12:00Z");
    assertThat(before.out())
        .contains("Because the reports of the station begin at 2026-01-01 11:00Z.");
    CommandRun after =
        why("fired", "strong-wind", "--station", "icao:KJFK", "--at", "2026-01-01T20:00Z");
    assertThat(after.out()).contains("Because the data end at 2026-01-01 13:00Z");
  }
}
