package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.feed.format.SkipReason;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvImportTest {
  private static final String PLAIN =
      """
      format: csv
      missing: [NA, "9999"]
      station: {id: "x:${s}"}
      time: {from: "${t}"}
      fields:
        temperature_c: {column: temp, unit: degF, decimals: 1}
        wind_speed_ms: {column: wind, unit: kt, decimals: 2}
        wind_direction_deg: dir
      """;
  private static final String LOCAL =
      """
      format: csv
      station: {id: nyc}
      time: {from: "${t}", format: "yyyy-MM-dd HH:mm", zone: America/New_York}
      fields: {temperature_c: temp}
      """;

  @TempDir Path folder;

  @Test
  void convertsUnitsAndCountsWhatBecameOfEveryValue() throws IOException {
    Imported run =
        of(
            PLAIN,
            """
            s,t,temp,wind,dir,note
            A,2026-01-01T00:00:00Z,50,10,270,dry
            A,2026-01-01T01:00:00+01:00,50,10,270,same again
            A,2026-01-01T01:00:00Z,NA,0,0,calm
            A,2026-01-01T02:00:00Z,9999,1000,90,
            """);

    assertThat(run.observations())
        .containsExactly(
            Observation.at("x:A", 1767225600000L)
                .feed("mapping")
                .set(Variables.TEMPERATURE_C, 10)
                .set(Variables.WIND_SPEED_MS, 5.14)
                .set(Variables.WIND_DIRECTION_DEG, 270)
                .build(),
            Observation.at("x:A", 1767229200000L)
                .feed("mapping")
                .set(Variables.WIND_SPEED_MS, 0)
                .build(),
            Observation.at("x:A", 1767232800000L)
                .feed("mapping")
                .set(Variables.WIND_DIRECTION_DEG, 90)
                .build());
    assertThat(run.field("temperature_c"))
        .isEqualTo(
            new ImportReport.Field("temperature_c", "temp", "°F", "°C", 2, 2, 2, 0, 0, 0, 0, 0, 0));
    assertThat(run.field("wind_speed_ms").implausible()).isEqualTo(1);
    assertThat(run.field("wind_direction_deg").calm()).isEqualTo(1);
    assertThat(run.report().duplicates()).isEqualTo(1);
    assertThat(run.report().unusedColumns()).containsExactly("note");
    assertThat(run.faults()).isEmpty();
  }

  @Test
  void tellsBadRowsWithTheirLineAndGoesOn() throws IOException {
    Imported run =
        of(
            PLAIN,
            """
            s,t,temp,wind,dir
            A,2026-01-01T00:00:00Z,fifty,10,270
            A,yesterday,50,10,270
            ,2026-01-01T00:00:00Z,50,10,270
            A,2026-01-01T01:00:00Z,50,1,2,3,4
            A,0001-01-01T01:00:00Z,50,1,2
            A,2026-01-01T02:00:00Z,0x1p3,1e999,270
            """);

    assertThat(run.observations()).hasSize(2);
    assertThat(run.faults())
        .containsExactly(
            "2: temp is 'fifty', no number; the value is missing",
            "3: the time is 'yesterday', which cannot be read: Text 'yesterday' could not be parsed"
                + " at index 0; the row is left out",
            "4: the station's id needs s, which the report does not have; the row is left out",
            "5: 7 cells where the header has 5; the row is left out",
            "6: time is -62135593200000 ms since 1970, must be within the years 1600 to 9999; the"
                + " row is left out",
            "7: temp is '0x1p3', no number; the value is missing",
            "7: wind is '1e999', no number; the value is missing");
    assertThat(run.report().skipped())
        .isEqualTo(
            Map.of(SkipReason.BAD_TIME, 2L, SkipReason.BAD_STATION, 1L, SkipReason.MALFORMED, 1L));
    assertThat(run.report().rows()).isEqualTo(6);
    assertThat(run.report().unreadableValues()).isEqualTo(3);
  }

  @Test
  void anotherReportOfTheSameTimeIsACorrection() throws IOException {
    Imported run =
        of(
            PLAIN,
            """
            s,t,temp,wind,dir
            A,2026-01-01T01:00:00Z,50,10,270
            A,2026-01-01T01:00:00Z,51,10,270
            A,2026-01-01T00:00:00Z,51,10,270
            """);

    assertThat(run.observations()).extracting(Observation::revision).containsExactly(0, 1, 0);
    assertThat(run.report().corrections()).isEqualTo(1);
    assertThat(run.report().outOfOrder()).isEqualTo(1);
  }

  @Test
  void theHourThatComesTwiceIsTakenInOrder() throws IOException {
    Imported run =
        of(
            LOCAL,
            """
            t,temp
            2013-11-03 00:30,1
            2013-11-03 01:00,2
            2013-11-03 01:30,3
            2013-11-03 01:00,4
            2013-11-03 01:30,5
            2013-11-03 02:00,6
            """);

    assertThat(run.observations())
        .extracting(o -> o.time().toString())
        .containsExactly(
            "2013-11-03T04:30:00Z",
            "2013-11-03T05:00:00Z",
            "2013-11-03T05:30:00Z",
            "2013-11-03T06:00:00Z",
            "2013-11-03T06:30:00Z",
            "2013-11-03T07:00:00Z");
    assertThat(run.report().ambiguousTimes()).isEqualTo(4);
  }

  @Test
  void aTimeThatTheClockSkippedIsNone() throws IOException {
    Imported run = of(LOCAL, "t,temp\n2013-03-10 02:30,1\n2013-03-10 03:30,2\n");

    assertThat(run.observations()).hasSize(1);
    assertThat(run.faults())
        .containsExactly(
            "2: 2013-03-10T02:30 never was in America/New_York: the clock skipped it; the row is"
                + " left out");
  }

  @Test
  void everyKeyOfACsv() throws IOException {
    Imported run =
        Imported.of(
            Imported.mapping(Path.of("deploy/import/local-clock.yaml")),
            java.nio.file.Files.writeString(
                folder.resolve("log.csv"),
                """
                site;date;time;t10;t_q;p;wind_kt;vis_ft;rain_1h;height_ft;flashes
                7;31.01.2026;23:50;-15;G;99870;20;1000;0.6;100;2
                7;01.02.2026;00:00;9999;G;-;20;1000;0.8;100;NA
                7;01.02.2026;00:10;12;B;99870;20;1000;0.8;100;NA
                """));

    assertThat(run.observations().get(0))
        .isEqualTo(
            Observation.at("logger:7", java.time.Instant.parse("2026-01-31T22:50:00Z"))
                .feed("local-clock")
                .stationName("Weather mast 7")
                .region("North")
                .set(Variables.TEMPERATURE_C, -1.5)
                .set(Variables.PRESSURE_HPA, 998.7)
                .set(Variables.WIND_SPEED_MS, 10.29)
                .set(Variables.VISIBILITY_M, 305)
                .set(Variables.PRECIP_MM, 0.6)
                .set(Variables.ELEVATION_M, 30.5)
                .extra("lightning_count", 2)
                .build());
    assertThat(run.observations())
        .extracting(o -> o.value(Variables.PRECIP_MM))
        .containsExactly(0.6, 0.2, 0.0);
    assertThat(run.field("temperature_c").missing()).isEqualTo(1);
    assertThat(run.field("temperature_c").rejected()).isEqualTo(1);
  }

  @Test
  void aStationTableGivesPositionAndName() throws IOException {
    java.nio.file.Files.writeString(
        folder.resolve("stations.csv"),
        "code,lat,lon,alt,title\nA,51.5,-0.1,100,\"Town, \"\"A\"\"\"\n");
    Imported run =
        of(
            PLAIN.replace(
                "{id: \"x:${s}\"}",
                "{id: \"x:${s}\", table: {file: stations.csv, key: code, match: \"${s}\", latitude:"
                    + " lat, longitude: lon, elevation: alt, elevation-unit: ft, name: title}}"),
            "s,t,temp,wind,dir\nA,2026-01-01T00:00:00Z,50,1,2\nB,2026-01-01T00:00:00Z,50,1,2\n");

    Observation first = run.observations().get(0);
    assertThat(first.stationName()).isEqualTo("Town, \"A\"");
    assertThat(first.value(Variables.LATITUDE)).isEqualTo(51.5);
    assertThat(first.value(Variables.ELEVATION_M)).isEqualTo(30.48);
    assertThat(run.report().unknownStations()).isEqualTo(List.of("x:B"));
  }

  private Imported of(String mapping, String text) throws IOException {
    return Imported.of(folder, mapping, "feed.csv", text);
  }
}
