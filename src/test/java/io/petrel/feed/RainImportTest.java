package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of precipitation and counters become rain since the report before. */
class RainImportTest {
  private static final double MISSING = Double.NaN;

  @TempDir Path folder;

  /** A counter that is wrong for one packet, begins again, stands still or has a gap. */
  @ParameterizedTest
  @CsvSource({
    // One packet goes down and the next comes back: neither is rain.
    "5, 29.21 29.21 12.45 29.21, _ 0 _ 0",
    "5, 29.21 29.21 0 29.21 29.46, _ 0 _ 0 0.25",
    "5, 29.21 0 29.5 29.5, _ _ 0.29 0",
    // One goes up.
    "5, 3.0 912.0 3.2 3.4, _ _ 0.2 0.2",
    "5, 29.21 41.66 29.21 29.21, _ _ 0 0",
    "5, 3.0 912.0 912.0 3.4, _ _ _ 0.4",
    // It begins again, at midnight or when the station does.
    "60, 10.0 12.0 0 0.4, _ 2 0 0.4",
    "60, 10.0 12.0 1.2 1.6, _ 2 1.2 0.4",
    "5, 0.2 5.0 0.4 0.6, _ 4.8 0.4 0.2",
    "5, 0.2 0.4 0 0.6, _ 0.2 0 0.6",
    // A fall to what cannot have fallen since: not believed, and the next counts from there.
    "5, 60.0 50.0 50.2, _ _ 0.2",
    "5, 29.21 29.0 29.4, _ _ 0.19",
    "5, 29.21 12.45 12.7, _ _ 0.25",
    // Over more than an hour it is no hour's rain.
    "180, 1 4 5, _ _ _",
    "5, 1 _ 4 5, _ _ 3 1",
  })
  void aCounter(int minutes, String counts, String rain) throws IOException {
    List<String> rows = new ArrayList<>();
    String[] values = counts.split(" ");
    for (int i = 0; i < values.length; i++) {
      rows.add(
          "%s,%s\n"
              .formatted(
                  java.time.Instant.parse("2026-07-01T22:00:00Z").plusSeconds(60L * minutes * i),
                  values[i].equals("_") ? "" : values[i]));
    }
    List<Double> expected = new ArrayList<>();
    for (String value : rain.split(" ")) {
      expected.add(value.equals("_") ? MISSING : Double.parseDouble(value));
    }

    for (int order = 0; order < 4; order++) {
      Imported run =
          Imported.of(
              folder,
              """
              format: csv
              station: {id: "pws:1"}
              time: {from: "${t}"}
              fields: {precip_mm: {column: total, counter: true}}
              """,
              "feed.csv",
              "t,total\n" + String.join("", rows));
      assertThat(new ArrayList<>(byTime(run).values())).isEqualTo(expected);
      Collections.shuffle(rows, new Random(order));
    }
  }

  /** A packet from a wrong clock does not eat what follows. */
  @Test
  void aWrongClock() throws IOException {
    Imported run =
        csv(
            "{column: r, period: 1h}",
            """
            2026-07-01T10:00:00Z,1
            2031-07-01T10:00:00Z,7
            1985-01-01T00:00:00Z,7
            2026-07-01T11:00:00Z,2
            2026-07-01T12:00:00Z,3
            """);

    assertThat(run.observations())
        .extracting(o -> o.value(Variables.PRECIP_MM))
        .containsExactly(1.0, 7.0, 7.0, 2.0, 3.0);
  }

  @ParameterizedTest
  @CsvSource({
    // Sums of the last hour every ten minutes: what the report before told is taken off.
    "1h, 10:00 2 10:10 2.5 10:20 2.5 10:50 3, 2 0.5 0 2.5",
    // Hourly reports that come some minutes early or late do not overlap.
    "1h, 10:53 5 11:51 5 12:55 5, 5 5 5",
    // Reports without precipitation within the hour.
    "1h, 10:00 2 10:20 _ 11:00 3, 2 _ 3",
    "10m, 10:00 2 10:10 2.5 10:20 3, 2 2.5 3",
  })
  void sumsOfAnHour(String period, String told, String rain) throws IOException {
    List<String> rows = new ArrayList<>();
    String[] words = told.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      rows.add("2026-07-01T%s:00Z,%s\n".formatted(words[i], words[i + 1].replace("_", "")));
    }
    List<Double> expected = new ArrayList<>();
    for (String value : rain.split(" ")) {
      expected.add(value.equals("_") ? MISSING : Double.parseDouble(value));
    }

    for (int order = 0; order < 4; order++) {
      Imported run = csv("{column: r, period: %s}".formatted(period), String.join("", rows));
      assertThat(new ArrayList<>(byTime(run).values())).isEqualTo(expected);
      Collections.shuffle(rows, new Random(order));
    }
  }

  /** Six hours' rain is no hour's: rules that sum {@code precip_mm} take it as one. */
  @Test
  void aLongerSumKeepsItsPeriod() throws IOException {
    Imported run =
        csv("{column: r, period: 6h}", "2026-07-01T06:00:00Z,65\n2026-07-01T12:00:00Z,1\n");

    assertThat(run.observations()).noneMatch(o -> o.has(Variables.PRECIP_MM));
    assertThat(run.observations())
        .extracting(o -> o.extra("precip_6h_mm"))
        .containsExactly(65.0, 1.0);
    assertThat(csv("{column: r, period: 90m}", "2026-07-01T06:00:00Z,65\n").observations())
        .extracting(o -> o.extra("precip_90min_mm"))
        .containsExactly(65.0);
  }

  /** P groups count from the last routine report, SPECI between them or not, in any order. */
  @Test
  void metarInAnyOrder() throws IOException {
    List<String> lines = new ArrayList<>();
    Random random = new Random(3);
    for (int hour = 0; hour < 24; hour++) {
      double sum = 0;
      for (int minute = 5; minute < 51; minute += 5 + random.nextInt(20)) {
        sum += random.nextInt(3);
        lines.add(
            "SPECI KAAA 04%02d%02dZ 17004KT 9SM RMK P%04d\n".formatted(hour, minute, (int) sum));
      }
      lines.add("METAR KAAA 04%02d51Z 17004KT 9SM RMK P%04d\n".formatted(hour, (int) sum + 1));
    }
    TreeMap<String, Double> expected = byTime(metar(String.join("", lines)));
    assertThat(expected.values().stream().mapToDouble(v -> v).sum()).isGreaterThan(5);

    Collections.reverse(lines);
    assertThat(byTime(metar(String.join("", lines)))).isEqualTo(expected);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(lines, random);
      assertThat(byTime(metar(String.join("", lines)))).isEqualTo(expected);
    }
  }

  private static TreeMap<String, Double> byTime(Imported run) {
    TreeMap<String, Double> rain = new TreeMap<>();
    for (Observation observation : run.observations()) {
      rain.put(observation.time().toString(), observation.value(Variables.PRECIP_MM));
    }
    return rain;
  }

  private Imported metar(String text) throws IOException {
    return Imported.of(folder, "format: metar\ndate: 2020-11-04\n", "reports.txt", text);
  }

  private Imported csv(String field, String rows) throws IOException {
    return Imported.of(
        folder,
        """
        format: csv
        station: {id: "x:1"}
        time: {from: "${t}"}
        fields: {precip_mm: %s}
        """
            .formatted(field),
        "feed.csv",
        "t,r\n" + rows);
  }
}
