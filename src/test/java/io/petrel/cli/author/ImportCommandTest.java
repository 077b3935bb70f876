package io.petrel.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.cli.CommandRun;
import io.petrel.cli.terminal.ExitCode;
import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationCsv;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCommandTest {
  private static final String FEED =
      """
      station,t,temp,flashes,note
      A,2026-01-01T00:00:00Z,50,2,x
      A,2026-01-01T01:00:00Z,cold,3,x
      A,soon,50,4,x
      """;

  @TempDir Path folder;
  private Path mapping = Path.of("");
  private Path feed = Path.of("");

  @BeforeEach
  void write() throws IOException {
    mapping =
        Files.writeString(
            folder.resolve("feed.yaml"),
            """
            format: csv
            station: {id: "x:${station}"}
            time: {from: "${t}"}
            fields:
              temperature_c: {column: temp, unit: degF}
              extra.flashes: flashes
            """);
    feed = Files.writeString(folder.resolve("feed.csv"), FEED);
    Path rules = Files.createDirectory(folder.resolve("rules"));
    rule(rules, "frost", "temperature_c < 0.0");
    rule(rules, "either", "temperature_c > 30.0 || humidity_pct > 90.0");
    rule(rules, "sticky", "temperature_c > 30.0 && humidity_pct > 60.0");
    rule(rules, "asks", "has(pressure_hpa) && temperature_c < 0.0");
    rule(rules, "sinks", "fall(station_pressure_hpa, \"3h\") > 3.0");
    rule(rules, "thunders", "present_weather.contains(\"TS\") && temperature_c > 0.0");
    rule(rules, "dry", "!has(present_weather) && temperature_c > 0.0");
    rule(rules, "storms", "extra.flashes > 10.0 && extra.strikes > 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.csv", "out.csv.gz", "out.avro"})
  void writesWhatPublishAndBacktestRead(String name) throws IOException {
    CommandRun run = run(name);

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(read(folder.resolve(name)))
        .containsExactly(
            Observation.at("x:A", 1767225600000L)
                .feed("feed")
                .set("temperature_c", 10)
                .extra("flashes", 2)
                .build(),
            Observation.at("x:A", 1767229200000L).feed("feed").extra("flashes", 3).build());
  }

  @Test
  void tellsAPersonWhatBecameOfTheRows() {
    CommandRun run = run("out.csv");

    assertThat(run.err())
        .isEqualTo(
            """
            FEED:3: temp is 'cold', no number; the value is missing
            FEED:4: the time is 'soon', which cannot be read: Text 'soon' could not be parsed at \
            index 0; the row is left out
            """
                .replace("FEED", feed.toString()));
    assertThat(run.out())
        .isEqualTo(
            """
            3 rows read, 2 observations written to OUT
            1 station, 2026-01-01T00:00:00Z to 2026-01-01T01:00:00Z
            1 row left out: bad-time
            1 times a value was no number, and counts as missing

            field                  from                             unit             written   missing implausible rejected  also
            temperature_c          temp                             °F -> °C               1         1           0        0
            extra.flashes          flashes                                                 2         0           0        0

            columns not used: note

            rules that can never fire on this feed
            asks                       its condition needs pressure_hpa, which the feed never has
            sinks                      its condition needs station_pressure_hpa, which the feed never has
            sticky                     its condition needs humidity_pct, which the feed never has
            storms                     its condition needs extra.strikes, which the feed never has
            thunders                   its condition needs present_weather, which the feed never has
            """
                .replace("OUT", folder.resolve("out.csv").toString()));
  }

  /** Humidity is derived, and M00 is below zero: the shipped rules fire on METAR alone. */
  @Test
  void shippedRulesOnHumidityFireOnMetar() throws IOException {
    Files.writeString(mapping, "format: metar\ndate: 2017-03-18\n");
    Files.writeString(
        feed,
        """
        METAR EFJY 181850Z AUTO VRB00KT 0250 R12/1000D FZFG VV001 M03/M03 Q0992=
        METAR KMSY 191953Z 20008KT 10SM CLR 35/27 A2990 RMK AO2 SLP120 T03500272
        METAR EDDM 200520Z 00000KT 0200 FZFG VV001 M00/M00 Q1020=
        """);
    Path shipped = Files.createDirectory(folder.resolve("shipped"));
    for (String rule : List.of("freezing-fog.yaml", "heat-danger.yaml")) {
      Files.copy(Path.of("rules", rule), shipped.resolve(rule));
    }

    assertThat(run("out.csv").exitCode()).isEqualTo(ExitCode.OK);
    CommandRun alerts =
        CommandRun.of(
            "backtest",
            folder.resolve("out.csv").toString(),
            "--json",
            "--rules",
            shipped.toString());

    assertThat(alerts.exitCode()).isEqualTo(ExitCode.OK);
    ObjectMapper json = new ObjectMapper();
    List<String> told = new ArrayList<>();
    for (String line : alerts.out().lines().filter(l -> l.startsWith("{")).toList()) {
      JsonNode alert = json.readTree(line);
      if (alert.path("reason").asText().equalsIgnoreCase("first_match")) {
        told.add(
            alert.path("rule").asText() + " " + alert.at("/area/places/0/station_id").asText());
      }
    }
    assertThat(told)
        .containsExactlyInAnyOrder(
            "freezing-fog icao:EFJY", "heat-danger icao:KMSY", "freezing-fog icao:EDDM");
  }

  @Test
  void tellsAProgramTheSame() throws IOException {
    JsonNode json = new ObjectMapper().readTree(run("out.csv", "--json").out());

    assertThat(json.path("written").asInt()).isEqualTo(2);
    assertThat(json.path("skipped").path("bad-time").asInt()).isEqualTo(1);
    assertThat(json.path("fields").path(0).path("converted").asInt()).isEqualTo(1);
    assertThat(json.path("silent_rules").path("sticky").asText())
        .isEqualTo("its condition needs humidity_pct, which the feed never has");
    assertThat(json.path("silent_rules").has("frost")).isFalse();
    assertThat(json.path("unused_columns").path(0).asText()).isEqualTo("note");
  }

  @Test
  void aFaultyMappingIsToldBeforeAnythingIsWritten() throws IOException {
    Files.writeString(mapping, Files.readString(mapping).replace("degF", "degG"));

    CommandRun run = run("out.csv");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .startsWith("petrel: the mapping has a fault:")
        .contains(mapping + ":5:39: error: 'degG' is not a unit of temperature_c; did you mean");
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void aColumnThatIsNotThereLeavesNothingBehind() throws IOException {
    Files.writeString(feed, FEED.replace("temp", "tmp"));

    CommandRun run = run("out.csv");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .isEqualTo(
            "petrel: %s: line 1: the mapping names the column 'temp'; did you mean 'tmp'?; the header has station, t, tmp, flashes, note\n"
                .formatted(feed));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(mapping, feed, folder.resolve("rules"));
    }
  }

  @Test
  void nothingWrittenIsAFailure() throws IOException {
    Files.writeString(feed, "station,t,temp,flashes\n");

    assertThat(run("out.csv").exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aPackedFileThatIsCutIsReadAsFarAsItGoes() throws IOException {
    Path packed = folder.resolve("feed.csv.gz");
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(FEED.repeat(1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    byte[] whole = Files.readAllBytes(packed);
    Files.write(packed, java.util.Arrays.copyOf(whole, whole.length - 6));

    CommandRun run =
        CommandRun.of(
            "import",
            packed.toString(),
            "-m",
            mapping.toString(),
            "-o",
            folder.resolve("out.csv").toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains("not read to the end: " + packed);
  }

  private static void rule(Path folder, String id, String when) throws IOException {
    Files.writeString(
        folder.resolve(id + ".yaml"),
        "rule: %s%ntitle: X%nseverity: minor%nwhen: '%s'%nheadline: x%n".formatted(id, when));
  }

  private CommandRun run(String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import",
                feed.toString(),
                "-m",
                mapping.toString(),
                "-o",
                folder.resolve(out).toString(),
                "--rules",
                folder.resolve("rules").toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static List<Observation> read(Path file) throws IOException {
    List<Observation> observations = new ArrayList<>();
    try (ObservationFile rows = ObservationFile.open(file)) {
      rows.forEachRemaining(row -> observations.add(((ObservationCsv.Good) row).observation()));
    }
    return observations;
  }
}
