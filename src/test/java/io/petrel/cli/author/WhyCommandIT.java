package io.petrel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  void saysWhenAMatchWasSentAndWithdrawn() throws IOException {
    Files.writeString(
        Files.createDirectory(dir.resolve("rules")).resolve("gust.yaml"),
        """
        rule: gust
        title: Gust
        severity: extreme
        when: wind_gust_ms >= 30.0
        headline: Gust
        incident: {quiet: 2h}
        """);
    String header = "station_id,time,received_at,revision,wind_gust_ms\n";
    String reports =
        """
        EWR,2026-01-16T14:05:00Z,2026-01-16T14:06:00Z,0,62
        EWR,2026-01-16T14:15:00Z,2026-01-16T14:16:00Z,0,35
        EWR,2026-01-16T14:05:00Z,2026-01-16T14:21:00Z,1,12
        EWR,2026-01-16T14:25:00Z,2026-01-16T22:00:00Z,0,40
        EWR,2026-01-16T21:05:00Z,2026-01-16T21:06:00Z,0,5
        """;
    Path history = Files.writeString(dir.resolve("history.csv"), header + reports);
    Path named =
        Files.writeString(
            dir.resolve("named.csv"), header.replace("received_at", "came") + reports);
    String because = "the report of 14:05 UTC at EWR was corrected: wind gust 62.0 m/s is 12.0 m/s";

    CommandRun withdrawn = gust(history, "14:05");
    assertThat(withdrawn.exitCode()).as(withdrawn.err()).isZero();
    assertThat(withdrawn.out())
        .startsWith("'gust' did not fire at EWR")
        .contains("Sent at 14:06, withdrawn at 14:21 because " + because + ".");
    JsonNode arrivals =
        new ObjectMapper().readTree(gust(history, "14:05", "--json").out()).get("arrivals");
    assertThat(arrivals).hasSize(1);
    assertThat(arrivals.at("/0/sent").asBoolean()).isTrue();
    assertThat(arrivals.at("/0/at").asText()).isEqualTo("2026-01-16T14:06:00Z");
    assertThat(arrivals.at("/0/withdrawn_at").asText()).isEqualTo("2026-01-16T14:21:00Z");
    assertThat(arrivals.at("/0/because").asText()).isEqualTo(because);

    assertThat(gust(history, "14:15").out())
        .startsWith("'gust' fired at EWR")
        .contains("\nMatched at 14:16.\n");
    assertThat(gust(history, "14:25").out())
        .contains("Because the report of 2026-01-16 14:25Z came too late")
        .doesNotContain("withdrawn");
    assertThat(gust(named, "14:05").out()).doesNotContain("withdrawn");
    assertThat(gust(named, "14:05", "--arrival", "came").out()).contains("withdrawn at 14:21");
  }

  private CommandRun gust(Path history, String time, String... more) {
    List<String> arguments = new ArrayList<>(List.of("why", "gust", "--station", "EWR"));
    arguments.addAll(List.of("--at", "2026-01-16T" + time + "Z"));
    arguments.addAll(List.of("--rules", dir.resolve("rules").toString()));
    arguments.addAll(List.of("--observations", history.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
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
