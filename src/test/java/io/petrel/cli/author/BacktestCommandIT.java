package io.petrel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.cli.CommandRun;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import io.petrel.wire.file.ObservationFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BacktestCommandIT {
  @TempDir Path folder;

  @Test
  void replaysReportsAsTheyArrived() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("windy.yaml"),
        """
        rule: windy
        title: Windy
        severity: moderate
        when: wind_speed_ms >= 10.0
        headline: Windy
        incident: {quiet: 2h}
        """);
    Path file =
        Files.writeString(
            folder.resolve("history.csv"),
            """
            station_id,time,came,wind_speed_ms
            EWR,2013-01-16T16:00:00Z,,5
            EWR,2013-01-16T15:55:00Z,2013-01-16T16:02:00Z,12
            EWR,2013-01-17T16:00:00Z,2013-01-17T16:00:00Z,5
            EWR,2013-01-16T18:00:00Z,2013-01-17T16:30:00Z,12
            """);
    Path report = folder.resolve("report.html");

    CommandRun run =
        CommandRun.of(
            "backtest",
            file.toString(),
            "--rules",
            rules.toString(),
            "--arrival",
            "came",
            "--json",
            "--report",
            report.toString());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).filteredOn(line -> line.contains("\"FIRST_MATCH\"")).hasSize(1);
    JsonNode figures = new ObjectMapper().readTree(lines.get(lines.size() - 1)).get("arrival");
    assertThat(figures.get("incidents").asInt()).isEqualTo(1);
    assertThat(figures.get("withdrawn").asInt()).isZero();
    assertThat(figures.get("late").asInt()).isEqualTo(1);
    assertThat(figures.get("earlier_than_when_certain").get("count").asInt()).isEqualTo(1);
    assertThat(Files.readString(report))
        .contains("Immediate alerts")
        .contains("Later than revise-for, seen by no rule: 1 of the reports.");
    assertThat(
            CommandRun.of(
                    "backtest", file.toString(), "--rules", rules.toString(), "--arrival", "when")
                .err())
        .contains("the header has no column 'when'; it has station_id, time, came, wind_speed_ms");
  }

  @Test
  void countsWhatACorrectionTakesBack() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("gust.yaml"),
        """
        rule: gust
        title: Gust
        severity: extreme
        when: wind_gust_ms >= 30.0
        headline: Gust
        incident: {quiet: 2h}
        """);
    Path file =
        Files.writeString(
            folder.resolve("history.csv"),
            """
            station_id,time,received_at,revision,wind_gust_ms
            EWR,2013-01-16T14:05:00Z,2013-01-16T14:06:00Z,0,62
            EWR,2013-01-16T14:05:00Z,2013-01-16T14:10:00Z,1,12
            JFK,2013-01-16T15:05:00Z,2013-01-16T15:06:00Z,0,31
            EWR,2013-01-16T16:05:00Z,2013-01-16T16:06:00Z,0,12
            """);
    String[] arguments = {
      "backtest", file.toString(), "--rules", rules.toString(), "--arrival", "received_at", "--json"
    };

    CommandRun json = CommandRun.of(arguments);

    assertThat(json.exitCode()).as(json.err()).isEqualTo(ExitCode.OK);
    List<String> lines = json.out().lines().toList();
    assertThat(lines)
        .filteredOn(line -> line.contains("\"WITHDRAWN\""))
        .singleElement()
        .asString()
        .contains("The report of 14:05 UTC at EWR was corrected: wind gust 62.0 m/s is 12.0 m/s.");
    JsonNode figures = new ObjectMapper().readTree(lines.get(lines.size() - 1)).get("arrival");
    assertThat(figures.get("incidents").asInt()).isEqualTo(2);
    assertThat(figures.get("withdrawn").asInt()).isEqualTo(1);
    assertThat(figures.get("earlier_than_when_certain").get("count").asInt()).isEqualTo(1);
    assertThat(CommandRun.of(Arrays.copyOf(arguments, arguments.length - 1)).err())
        .contains("incidents: 2, withdrawn 1 (50.0 %), corrected 0 (0.0 %)");
  }

  @Test
  void printsEveryMatchAndNothingElseAndTellsBadRows() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("drop.yaml"),
        """
        rule: drop
        title: Rapid drop, every pair
        source: test
        severity: moderate
        urgency: immediate
        certainty: observed
        category: met
        observations: has(pressure_hpa)
        within: 3h
        pattern:
          - step: a
          - step: b
            follows: any
            where: a.pressure_hpa - pressure_hpa >= 6.0
        after-match: no-skip
        headline: drop
        """);
    Path file =
        Files.writeString(
            folder.resolve("history.csv"),
            """
            station_id,time,pressure_hpa
            EWR,2013-01-16T15:00:00Z,1013.3
            JFK,2013-01-16T15:00:00Z,1014.0
            EWR,2013-01-16T16:00:00Z,1013.2
            EWR,2013-01-16 17:00,1010.0
            EWR,2013-01-16T18:00:00Z,1007.3
            JFK,2013-01-16T18:00:00Z,1008.0
            """);

    CommandRun run =
        CommandRun.of("backtest", file.toString(), "--rules", rules.toString(), "--matches");

    assertThat(run.out())
        .isEqualTo(
            """
            {"rule":"drop","station":"EWR","first":"2013-01-16T15:00:00Z","last":"2013-01-16T18:00:00Z",\
            "steps":{"a":["2013-01-16T15:00:00Z"],"b":["2013-01-16T18:00:00Z"]}}
            {"rule":"drop","station":"JFK","first":"2013-01-16T15:00:00Z","last":"2013-01-16T18:00:00Z",\
            "steps":{"a":["2013-01-16T15:00:00Z"],"b":["2013-01-16T18:00:00Z"]}}
            """);
    assertThat(run.err())
        .contains(file + ":5: skipped row: time is '2013-01-16 17:00', must be ")
        .endsWith(file + ": skipped 1 bad rows\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void listsExactlyWhatALowerThresholdTellsOtherwise() throws IOException {
    Path file = gusts();
    Path old = rules("old", "20.0", "1h");
    Path lower = rules("lower", "18.0", "1h");

    CommandRun run =
        CommandRun.of(
            "backtest",
            file.toString(),
            "--rules",
            lower.toString(),
            "--against",
            old.toString(),
            "--subscriptions",
            subscriptions().toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .isEqualTo(
            """
            MOVED    2013-01-01 00:30Z  Minor     gust at A (gusty): begins 30 min earlier
            ADDED    2013-01-01 06:00Z  Minor     gust at A (gusty)
            MOVED    2013-01-01 00:30Z  mail      alert to all@example.org (all): [TEST] Minor: Gust – A, since 00:30: 30 min earlier
            MOVED    2013-01-01 00:30Z  mail      alert to early@example.org (early): [TEST] Minor: Gust – A, since 00:30: 30 min earlier
            CHANGED  2013-01-01 02:30Z  mail      all-clear to all@example.org (all): [TEST] Over: Gust – A, 00:30 to 02:30: subject was "[TEST] Over: Gust – A, 01:00 to 02:30"
            CHANGED  2013-01-01 02:30Z  mail      all-clear to early@example.org (early): [TEST] Over: Gust – A, 00:30 to 02:30: subject was "[TEST] Over: Gust – A, 01:00 to 02:30"
            ADDED    2013-01-01 06:00Z  mail      alert to all@example.org (all): [TEST] Minor: Gust – A, since 06:00
            ADDED    2013-01-01 06:00Z  mail      alert to early@example.org (early): [TEST] Minor: Gust – A, since 06:00
            ADDED    2013-01-01 07:00Z  mail      all-clear to all@example.org (all): [TEST] Over: Gust – A, 06:00 to 07:00
            ADDED    2013-01-01 07:00Z  mail      all-clear to early@example.org (early): [TEST] Over: Gust – A, 06:00 to 07:00
            """);
    assertThat(run.err())
        .contains(
            "4 incidents with --rules, 3 with --against: 1 added, 0 removed, 1 moved, 0 changed,"
                + " 2 the same")
        .contains(
            "15 mails with --rules, 11 with --against: 4 added, 0 removed, 2 moved, 2 changed,"
                + " 7 the same");
  }

  @Test
  void listsExactlyWhatALongerQuietTellsOtherwise() throws IOException {
    Path file = gusts();
    Path old = rules("old", "20.0", "1h");
    Path longer = rules("longer", "20.0", "3h");

    CommandRun run =
        CommandRun.of(
            "backtest",
            file.toString(),
            "--rules",
            longer.toString(),
            "--against",
            old.toString(),
            "--subscriptions",
            subscriptions().toString(),
            "--json");

    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .filteredOn(line -> line.has("mail"))
        .extracting(
            line ->
                "%s %s %s %s %s"
                    .formatted(
                        line.path("difference").asText(),
                        line.path("to").asText().replace("@example.org", ""),
                        line.path("mail").asText(),
                        line.path("before").path("at").asText("-"),
                        line.path("after").path("at").asText("-")))
        .containsExactly(
            "removed all all-clear %s -".formatted(at("02:00")),
            "removed early all-clear %s -".formatted(at("02:00")),
            "removed all alert %s -".formatted(at("03:30")),
            "moved all all-clear %s %s".formatted(at("02:30"), at("04:30")),
            "moved early all-clear %s %s".formatted(at("02:30"), at("04:30")),
            // What began in the quiet hours was told after them.
            "removed early digest %s -".formatted(at("05:00")),
            "moved all all-clear %s %s".formatted(at("04:30"), at("06:30")),
            // Later by four and a half hours than the end that was told before: not the same mail.
            "added early all-clear - %s".formatted(at("06:30")));
    assertThat(lines)
        .filteredOn(line -> !line.has("mail"))
        .extracting(
            line -> line.path("difference").asText(),
            line -> line.path("incident_by").path("station_id").asText(),
            line -> line.path("before").path("first_sent").asText(),
            line -> line.path("before").path("ended").asText(),
            line -> line.path("after").path("first_sent").asText(),
            line -> line.path("after").path("ended").asText())
        .containsExactlyInAnyOrder(
            tuple("moved", "A", at("01:00"), at("02:30"), at("01:00"), at("04:30")),
            tuple("moved", "B", at("01:00"), at("02:00"), at("01:00"), at("06:30")),
            tuple("removed", "B", at("03:30"), at("04:30"), "", ""));
  }

  @Test
  void givesTheSameBytesWhateverTheParallelism() throws IOException {
    Path storm = folder.resolve("storm.csv");
    CommandRun.of("simulate", "--hours", "9", "--stations", "24", "--out", storm.toString());
    List<String> outputs = new ArrayList<>();
    List<String> reports = new ArrayList<>();
    for (int parallelism : new int[] {1, 2, 4}) {
      Path report = folder.resolve("report.html");
      CommandRun run =
          CommandRun.of(
              "backtest",
              storm.toString(),
              "--rules",
              "rules",
              "--json",
              "--parallelism",
              String.valueOf(parallelism),
              "--report",
              report.toString());
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
      outputs.add(run.out());
      reports.add(Files.readString(report));
    }
    assertThat(outputs.get(0)).contains("\"msg_type\":\"Alert\"");
    assertThat(outputs.get(1)).isEqualTo(outputs.get(0));
    assertThat(outputs.get(2)).isEqualTo(outputs.get(0));
    assertThat(reports.get(1)).isEqualTo(reports.get(0));
    assertThat(reports.get(2)).isEqualTo(reports.get(0));
  }

  @Test
  void readsManyFilesOfEveryKindAsOneHistory() throws IOException {
    Path whole = gusts();
    Path rules = rules("rules", "20.0", "1h");
    Path a = folder.resolve("a.csv.gz");
    Path b = folder.resolve("b.avro");
    try (ObservationFileWriter zipped =
            ObservationFileWriter.to(Files.newOutputStream(a), a.toString());
        ObservationFileWriter avro =
            ObservationFileWriter.to(Files.newOutputStream(b), b.toString());
        ObservationFile file = ObservationFile.open(whole)) {
      while (file.hasNext()) {
        Observation observation = ((ObservationCsv.Good) file.next()).observation();
        (observation.stationId().equals("A") ? zipped : avro).write(observation);
      }
    }

    CommandRun one =
        CommandRun.of("backtest", whole.toString(), "--rules", rules.toString(), "--json");
    CommandRun two =
        CommandRun.of(
            "backtest", b.toString(), a.toString(), "--rules", rules.toString(), "--json");

    assertThat(one.out()).contains("gust at A").contains("gust at B");
    assertThat(two.out()).isEqualTo(one.out());
    assertThat(two.err()).contains("50 observations, 4 matches, 3 incidents, 6 alert records");
  }

  @Test
  void refusesWhatMakesNoSenseAndAnEmptySpan() throws IOException {
    Path file = gusts();
    Path rules = rules("rules", "20.0", "1h");
    String f = file.toString();

    assertThat(CommandRun.of("backtest", f, "--matches", "--against", "x").err())
        .contains("--matches and --against exclude each other");
    assertThat(CommandRun.of("backtest", f, "--from", at("02:00"), "--to", at("02:00")).exitCode())
        .isEqualTo(ExitCode.USAGE);
    CommandRun twice = CommandRun.of("backtest", f, f, "--rules", rules.toString());
    assertThat(twice.err()).contains("the file " + f + " is named twice");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.USAGE);
    CommandRun empty =
        CommandRun.of("backtest", f, "--rules", rules.toString(), "--from", "2014-01-01T00:00:00Z");
    assertThat(empty.err()).contains("no observation between --from and --to in " + f);
    assertThat(empty.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  private Path subscriptions() throws IOException {
    return Files.writeString(
        folder.resolve("subscriptions.yaml"),
        """
        subscriptions:
          - name: all
            to: all@example.org
          - name: early
            to: early@example.org
            time-zone: UTC
            quiet-hours: {from: "02:00", to: "05:00"}
        """);
  }

  private static String at(String clock) {
    return "2013-01-01T%s:00Z".formatted(clock);
  }

  /**
   * Half-hourly until 12:00. A: 19 at 00:30, 21 at 01:00, 22 at 01:30, 18.5 at 06:00; B: 21 at
   * 01:00 and 03:30; else 10.
   */
  private Path gusts() throws IOException {
    Map<String, String> gusts =
        Map.of(
            "A00:30", "19", "A01:00", "21", "A01:30", "22", "A06:00", "18.5", "B01:00", "21",
            "B03:30", "21");
    StringBuilder rows = new StringBuilder("station_id,time,wind_gust_ms\n");
    for (int half = 0; half <= 24; half++) {
      String clock = "%02d:%02d".formatted(half / 2, half % 2 * 30);
      for (String station : List.of("A", "B")) {
        rows.append(
            "%s,%s,%s%n".formatted(station, at(clock), gusts.getOrDefault(station + clock, "10")));
      }
    }
    return Files.writeString(folder.resolve("gusts.csv"), rows);
  }

  private Path rules(String name, String threshold, String quiet) throws IOException {
    Path rules = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        rules.resolve("gusty.yaml"),
        """
        rule: gusty
        title: Gust
        source: test
        severity: minor
        urgency: immediate
        certainty: observed
        category: met
        when: wind_gust_ms >= %s
        headline: gust at ${station_id}
        incident: {quiet: %s}
        """
            .formatted(threshold, quiet));
    return rules;
  }
}
