package io.petrel.feed.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.Issues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingReaderTest {
  @TempDir Path folder;

  @Test
  void aTextHasNoUnit() throws IOException {
    Issues issues = new Issues();
    Path file =
        Files.writeString(
            folder.resolve("texts.yaml"),
            """
            format: csv
            station: {id: x}
            time: {from: "${t}"}
            fields:
              present_weather: {column: ww, unit: mm, scale: 2}
              feed: {column: by, period: 1h}
              station_name: n
            """);

    assertThat(MappingReader.read(file, null, issues)).isEmpty();
    assertThat(issues.sorted())
        .extracting(Issue::message)
        .satisfiesExactlyInAnyOrder(
            m -> assertThat(m).isEqualTo("present_weather is a text and has no 'unit'"),
            m -> assertThat(m).isEqualTo("present_weather is a text and has no 'scale'"),
            m -> assertThat(m).isEqualTo("only precip_mm is a sum over a period"),
            m -> assertThat(m).startsWith("'station_name' is not a field"));
  }

  @Test
  void theExamplesHaveNoFaults() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("deploy/import"))) {
      List<Path> mappings = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
      assertThat(mappings).hasSizeGreaterThan(6);
      for (Path mapping : mappings) {
        Issues issues = new Issues();
        assertThat(MappingReader.read(mapping, null, issues)).as(mapping.toString()).isPresent();
        assertThat(issues.sorted()).isEmpty();
      }
    }
  }

  /** Every fault of a file in one run, each with its place and the nearest right thing. */
  @Test
  void tellsEveryFaultWithItsPlace() throws IOException {
    String faults =
        faults(
            """
            format: csv
            delimeter: ";"
            station:
              id: "${site"
              table: {file: none.csv, key: id}
            time: {from: "${t}", format: "dd.MM.yyyy HH:mm", zon: Europe/Berlin}
            fields:
              temperatur_c: {column: t, unit: degF}
              pressure_hpa: {column: p, unit: inch}
              wind_speed_ms: {column: w, unit: knts, decimals: 9}
              extra.flashes: {column: f, unit: m}
              humidity_pct: {colum: h}
              visibility_m: {column: v, period: 1h, scale: 0}
            """);

    GoldenFile.assertEquals(
        "import/faults.txt", faults.replace(folder.toString(), "FOLDER").replace('\\', '/'));
  }

  @Test
  void tellsTheFaultsOfMappingsOfAnyShape() throws IOException {
    assertThat(
            faults(
                """
                format: json
                select: payload..after
                charset: utf-9
                decimal-sign: ";"
                station: {id: "x:${a[b]}"}
                time: {from: "${t}", format: ["yyyy-mm-dd", "HH:mm z"], zone: "${table.zone}"}
                fields:
                  temperature_c: {from: "a[", unit: degC, unit-from: u}
                  wind_direction_deg: {from: d, compass: [N, N, S, W]}
                  humidity_pct: {from: h, compass: [N, O, S, W], part: 0}
                  precip_mm: {column: r}
                """))
        .contains(
            "2:9: error: 'payload..after' is no path of names",
            "3:10: error: 'utf-9' is not a character set; did you mean",
            "4:15: error: expected '.' or ',', found ';'",
            "5:15: error: 'a[b]' is no path",
            "6:31: error: 'yyyy-mm-dd' is not a form of time: it does not say a date and an hour",
            "6:45: error: 'HH:mm z' is not a form of time: names of zones such as EST",
            "6:63: error: 'station.table' has no 'zone'",
            "8:25: error: 'a[' is no path",
            "8:54: error: 'unit' says the unit already",
            "9:42: error: four different letters",
            "10:36: error: only wind_direction_deg has compass points",
            "10:56: error: expected a whole number from 1 to 1000",
            "11:15: error: 'column' is not a key of a field",
            "11:14: error: 'from' is missing");
    assertThat(
            faults(
                """
                format: csv
                header: time
                header-lines: 2
                delimiter: ";;"
                station: {id: "x:1"}
                time: {from: "${t}", format: YYYY-MM-dd HH, zone: UTC}
                fields: {temperature_c: v}
                """))
        .contains(
            "2:9: error: a list of the columns' names",
            "3:15: error: 'header' says that the file has no line of names",
            "4:12: error: expected one character",
            "6:30: error: 'YYYY-MM-dd HH' is not a form of time");
  }

  @Test
  void openWeatherMapMustSayItsUnits() throws IOException {
    assertThat(faults("format: openweathermap\n")).contains("'units' is missing");
  }

  @Test
  void keysOfAnotherFormatAreUnknown() throws IOException {
    assertThat(faults("format: isd\nunits: metric\ntime: {from: \"${t}\"}\n"))
        .contains("'units' is not a key of a mapping for isd", "'time' is not a key");
  }

  /** Example files with characters changed: a mapping or located faults, never an exception. */
  @Test
  void anyTextIsAMappingOrFaults() throws IOException {
    Random random = new Random(3);
    String good = Files.readString(Path.of("deploy/import/local-clock.yaml"));
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int edit = random.nextInt(4); edit >= 0; edit--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, "{}[]:'\"\n -#$1x".charAt(random.nextInt(14)));
        } else {
          text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
        }
      }
      Issues issues = new Issues();
      Optional<FeedMapping> mapping = read(text.toString(), issues);
      assertThat(mapping.isPresent()).isNotEqualTo(issues.hasErrors());
      refused += mapping.isEmpty() ? 1 : 0;
    }
    assertThat(refused).isBetween(50, 399);
  }

  private String faults(String text) throws IOException {
    Issues issues = new Issues();
    assertThat(read(text, issues)).isEmpty();
    List<Issue> sorted = issues.sorted();
    return IssuePrinter.print(sorted);
  }

  private Optional<FeedMapping> read(String text, Issues issues) throws IOException {
    return MappingReader.read(Files.writeString(folder.resolve("feed.yaml"), text), null, issues);
  }
}
