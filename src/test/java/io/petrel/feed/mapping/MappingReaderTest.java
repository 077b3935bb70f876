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
