package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.feed.format.SkipReason;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small file of each format, written as the provider writes it. */
class FeedFormatsTest {
  @TempDir Path folder;

  @Nested
  class Isd {
    /** Control and mandatory sections: 105 characters. */
    private static final String HOUR =
        "0123725030147322013112611517+40779-073880FM-15+0003KLGA V030"
            + "0405N00775005185NN0024145N5+01065+00785100095";

    @Test
    void readsTheMandatorySectionAndFourGroups() throws IOException {
      Imported run =
          isd(HOUR + "ADDAA101003095AJ100039100000091MA1100105098765OC101295REMMET OC199991\n");

      assertThat(run.faults()).isEmpty();
      assertThat(run.observations())
          .containsExactly(
              Observation.at("isd:725030-14732", Instant.parse("2013-11-26T11:51:00Z"))
                  .feed("mapping")
                  .set(Variables.LATITUDE, 40.779)
                  .set(Variables.LONGITUDE, -73.88)
                  .set(Variables.ELEVATION_M, 3)
                  .set(Variables.WIND_DIRECTION_DEG, 40)
                  .set(Variables.WIND_SPEED_MS, 7.7)
                  .set(Variables.VISIBILITY_M, 2414)
                  .set(Variables.TEMPERATURE_C, 10.6)
                  .set(Variables.DEW_POINT_C, 7.8)
                  .set(Variables.PRESSURE_HPA, 1000.9)
                  .set("station_pressure_hpa", 987.6)
                  .set(Variables.WIND_GUST_MS, 12.9)
                  .set(Variables.PRECIP_MM, 3)
                  .set(Variables.HUMIDITY_PCT, 82.8)
                  .extra("derived_humidity_pct", 1)
                  .set(Variables.SNOW_DEPTH_CM, 3)
                  .extra("altimeter_hpa", 1001)
                  .build());
    }

    @Test
    void leavesOutMissingValuesAndThoseOfBadQuality() throws IOException {
      Imported run =
          isd(
              HOUR.replace("0405N00775", "9999N00773")
                      .replace("+01065", "+99999")
                      .replace("100095", "999999")
                  + "\n");

      Observation observation = run.observations().get(0);
      assertThat(observation.has(Variables.WIND_DIRECTION_DEG)).isFalse();
      assertThat(observation.has(Variables.WIND_SPEED_MS)).isFalse();
      assertThat(observation.has(Variables.TEMPERATURE_C)).isFalse();
      assertThat(observation.has(Variables.PRESSURE_HPA)).isFalse();
      assertThat(run.field("wind_speed_ms").rejected()).isEqualTo(1);
      assertThat(run.field("temperature_c").missing()).isEqualTo(1);
    }

    @Test
    void skipsSummariesAndBrokenLines() throws IOException {
      Imported run =
          isd(
              HOUR.replace("FM-15", "SOD  ")
                  + "\n"
                  + HOUR.substring(0, 90)
                  + "\n"
                  + HOUR.replace("201311261151", "201311312551")
                  + "\n"
                  + HOUR.replace("+01065", "+O1065")
                  + "\n");

      assertThat(run.report().skipped())
          .isEqualTo(
              Map.of(
                  SkipReason.NOT_AN_OBSERVATION,
                  1L,
                  SkipReason.MALFORMED,
                  1L,
                  SkipReason.BAD_TIME,
                  1L));
      assertThat(run.faults())
          .containsExactly(
              "1: a report of type SOD; the row is left out",
              "2: 90 characters where the mandatory section has 105; the row is left out",
              "3: positions 16 to 27 are '201311312551', must be yyyyMMddHHmm; the row is left out",
              "4: positions 88 to 92 (temperature_c) are '+O106', no whole number; the value is"
                  + " missing");
    }

    private Imported isd(String text) throws IOException {
      return Imported.of(folder, "format: isd\n", "725030-14732-2013", text);
    }
  }

  @Test
  void isdLiteHasItsStationInTheFilesName() throws IOException {
    Path file = folder.resolve("725030-14732-2013.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          """
          2013 11 26 12   106    78 10009    40    77     8    30 -9999
          2013 11 26 13   106 -9999 -9999     0     0     8    -1 -9999
          2013 11 26 25   106    78 10009    40    77     8    30 -9999
          2013 11 26
          """
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    Imported run = Imported.of(folder, "format: isd-lite\n", file);

    assertThat(run.observations())
        .containsExactly(
            Observation.at("isd:725030-14732", Instant.parse("2013-11-26T12:00:00Z"))
                .feed("mapping")
                .set(Variables.TEMPERATURE_C, 10.6)
                .set(Variables.DEW_POINT_C, 7.8)
                .set(Variables.PRESSURE_HPA, 1000.9)
                .set(Variables.WIND_DIRECTION_DEG, 40)
                .set(Variables.WIND_SPEED_MS, 7.7)
                .set(Variables.PRECIP_MM, 3)
                .set(Variables.HUMIDITY_PCT, 82.8)
                .extra("derived_humidity_pct", 1)
                .build(),
            Observation.at("isd:725030-14732", Instant.parse("2013-11-26T13:00:00Z"))
                .feed("mapping")
                .set(Variables.TEMPERATURE_C, 10.6)
                .set(Variables.WIND_SPEED_MS, 0)
                .set(Variables.PRECIP_MM, 0)
                .build());
    assertThat(run.report().skippedRows()).isEqualTo(2);
  }

  @Nested
  class Metar {
    private static final String MAPPING = "format: metar\n";

    @Test
    void findsTheMonthBesideTheReportOrBeforeIt() throws IOException {
      Imported run =
          metar(
              MAPPING,
              """
              2013-11-30T23:51Z METAR KXYZ 302351Z 02015KT 10SM 03/01 A2956
              2013/12/01 01:00
              KXYZ 010051Z 02015KT 10SM
                   03/01 A2956 RMK SLP009
              KABC 312353Z 00000KT 10SM
              """);

      assertThat(run.observations())
          .extracting(o -> o.stationId() + " " + o.time())
          .containsExactly("icao:KXYZ 2013-11-30T23:51:00Z", "icao:KXYZ 2013-12-01T00:51:00Z");
      assertThat(run.observations().get(1).value(Variables.PRESSURE_HPA)).isEqualTo(1000.9);
      assertThat(run.observations().get(1).extra("altimeter_hpa")).isEqualTo(1001);
      assertThat(run.faults())
          .containsExactly(
              "5: the report says 312353Z, which is not within a day of 2013-12-01T01:00:00Z; the"
                  + " row is left out");
    }

    @Test
    void goesOnFromADayAcrossTheEndOfAMonth() throws IOException {
      Imported run =
          metar(
              MAPPING + "date: 2013-12-30\n",
              "KXYZ 302351Z 02015KT\nKXYZ 311251Z 02015KT\nKXYZ 010051Z 02015KT\nKXYZ 121251Z 0\n");

      assertThat(run.observations())
          .extracting(o -> o.time().toString())
          .containsExactly(
              "2013-12-30T23:51:00Z",
              "2013-12-31T12:51:00Z",
              "2014-01-01T00:51:00Z",
              "2014-01-12T12:51:00Z");
    }

    @Test
    void saysWhatIsMissingWhereNothingTellsTheMonth() throws IOException {
      Imported run = metar(MAPPING, "KXYZ 302351Z 02015KT\n");

      assertThat(run.faults())
          .containsExactly(
              "1: the report says 302351Z, and nothing says of which month: give --date, or 'date'"
                  + " in the mapping file; the row is left out");
    }

    @Test
    void aCorrectionReplacesAndRainIsCountedOnce() throws IOException {
      Imported run =
          metar(
              MAPPING + "date: 2013-11-26\n",
              """
              METAR KXYZ 261451Z 02015KT 10SM RMK AO2 P0010
              SPECI KXYZ 261510Z 02015KT 1SM RMK AO2 P0010
              METAR KXYZ 261551Z 02015KT 2SM RMK AO2 P0030
              METAR KXYZ 261551Z COR 02015KT 2SM RMK AO2 P0040
              METAR KXYZ 261551Z 02015KT 2SM RMK AO2 P0030
              """);

      assertThat(run.observations())
          .extracting(o -> o.value(Variables.PRECIP_MM))
          .containsExactly(2.54, 2.54, 5.08, 7.62);
      assertThat(run.observations()).extracting(Observation::revision).containsExactly(0, 0, 0, 1);
      assertThat(run.report().corrections()).isEqualTo(1);
      assertThat(run.report().duplicates()).isEqualTo(1);
    }

    @Test
    void readsAnArchiveInCsv() throws IOException {
      Imported run =
          Imported.of(
              Imported.mapping(Path.of("deploy/import/metar-archive.yaml")),
              Files.writeString(
                  folder.resolve("asos.csv"),
                  """
                  station,valid,metar
                  XYZ,2013-11-26 11:51,KXYZ 261151Z 02015KT 10SM 03/01 A2956
                  XYZ,2013-11-26 12:51,M
                  """));

      assertThat(run.observations())
          .extracting(o -> o.stationId() + " " + o.time())
          .containsExactly("icao:KXYZ 2013-11-26T11:51:00Z");
      assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.NO_REPORT, 1L));
    }

    private Imported metar(String mapping, String text) throws IOException {
      return Imported.of(folder, mapping, "reports.txt", text);
    }
  }

  @Nested
  class WeatherGov {
    private static final String FEATURE =
        """
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-73.78, 40.64]},
         "properties": {"elevation": {"unitCode": "wmoUnit:m", "value": 4},
          "station": "https://api.weather.gov/stations/KXYZ", "stationName": "New Town",
          "timestamp": "2026-01-31T11:51:00+00:00",
          "temperature": {"unitCode": "wmoUnit:degC", "value": 2.8, "qualityControl": "V"},
          "dewpoint": {"unitCode": "unit:degC", "value": -1.1000000000000227, "qualityControl": "qc:X"},
          "windSpeed": {"unitCode": "wmoUnit:km_h-1", "value": 36, "qualityControl": "V"},
          "windGust": {"unitCode": "wmoUnit:km_h-1", "value": null, "qualityControl": "Z"},
          "windDirection": {"unitCode": "wmoUnit:degree_(angle)", "value": 20, "qualityControl": "V"},
          "barometricPressure": {"unitCode": "wmoUnit:Pa", "value": 100100, "qualityControl": "V"},
          "seaLevelPressure": {"unitCode": "wmoUnit:Pa", "value": 100090, "qualityControl": "V"},
          "visibility": {"unitCode": "wmoUnit:furlong", "value": 8, "qualityControl": "C"},
          "presentWeather": [{"intensity": "light", "weather": "rain", "rawString": "-RA"},
            {"weather": "fog_mist", "rawString": "BR"}, {"weather": "unknown"}],
          "precipitationLastHour": {"unitCode": "wmoUnit:mm", "value": 1.5, "qualityControl": "C"},
          "relativeHumidity": {"unitCode": "wmoUnit:percent", "value": 75.318, "qualityControl": "V"}}}
        """;

    @Test
    void readsACollectionWithItsUnitsAndQuality() throws IOException {
      Imported run =
          gov(
              "{\"@context\": [1, {}], \"type\": \"FeatureCollection\", \"features\": ["
                  + FEATURE
                  + ", {\"type\": \"Feature\"}, 7], \"pagination\": {\"next\": \"x\"}}");

      assertThat(run.observations())
          .containsExactly(
              Observation.at("icao:KXYZ", Instant.parse("2026-01-31T11:51:00Z"))
                  .feed("mapping")
                  .stationName("New Town")
                  .presentWeather("-RA BR")
                  .set(Variables.LATITUDE, 40.64)
                  .set(Variables.LONGITUDE, -73.78)
                  .set(Variables.ELEVATION_M, 4)
                  .set(Variables.TEMPERATURE_C, 2.8)
                  .set(Variables.WIND_SPEED_MS, 10)
                  .set(Variables.WIND_DIRECTION_DEG, 20)
                  .set(Variables.PRESSURE_HPA, 1000.9)
                  .set(Variables.PRECIP_MM, 1.5)
                  .set(Variables.HUMIDITY_PCT, 75.32)
                  .set(Variables.DEW_POINT_C, -1.1)
                  .extra("derived_dew_point_c", 1)
                  .extra("altimeter_hpa", 1001)
                  .build());
      assertThat(run.field("dew_point_c").rejected()).isEqualTo(1);
      assertThat(run.faults())
          .containsExactly(
              "1: visibility is in 'wmoUnit:furlong', no unit of it; the value is missing",
              "17: properties.timestamp is missing: no observation; the row is left out",
              "17: '7' where a record is expected; the row is left out");
    }

    @Test
    void readsOneAnswerAfterAnother() throws IOException {
      Imported run = gov(FEATURE + FEATURE.replace("11:51", "12:51"));

      assertThat(run.observations()).hasSize(2);
    }

    @Test
    void brokenJsonEndsTheFileWhereItIsBroken() throws IOException {
      Imported run = gov("{\"features\": [" + FEATURE + ",\n {\"type\": ");

      assertThat(run.observations()).hasSize(1);
      assertThat(run.report().broken()).hasSize(1);
      assertThat(run.faults().get(run.faults().size() - 1))
          .startsWith("18: column ")
          .endsWith("; the rest of the file is not read");
    }

    private Imported gov(String text) throws IOException {
      return Imported.of(folder, "format: weather-gov\n", "observations.json", text);
    }
  }

  @Nested
  class OpenWeatherMap {
    private static final String CITY =
        """
        {"coord": {"lon": -6.3, "lat": 53.3}, "main": {"temp": 50, "pressure": 990, "humidity": 81,
         "sea_level": 1009, "grnd_level": 990}, "visibility": 10000,
         "wind": {"speed": 10, "deg": 270, "gust": 20}, "rain": {"1h": 0.4}, "snow": {"1h": 0.1},
         "dt": 1767225600, "sys": {"country": "IE"}, "id": 2964574, "name": "Dublin", "cod": 200}
        """;

    @Test
    void readsImperialUnits() throws IOException {
      Imported run = owm("imperial", CITY);

      assertThat(run.faults()).isEmpty();
      assertThat(run.observations())
          .containsExactly(
              Observation.at("owm:2964574", 1767225600000L)
                  .feed("mapping")
                  .stationName("Dublin")
                  .set(Variables.LATITUDE, 53.3)
                  .set(Variables.LONGITUDE, -6.3)
                  .set(Variables.TEMPERATURE_C, 10)
                  .set(Variables.PRESSURE_HPA, 1009)
                  .set("station_pressure_hpa", 990)
                  .set(Variables.HUMIDITY_PCT, 81)
                  .set(Variables.DEW_POINT_C, 6.9)
                  .extra("derived_dew_point_c", 1)
                  .set(Variables.VISIBILITY_M, 10_000)
                  .set(Variables.WIND_SPEED_MS, 4.47)
                  .set(Variables.WIND_GUST_MS, 8.94)
                  .set(Variables.WIND_DIRECTION_DEG, 270)
                  .set(Variables.PRECIP_MM, 0.5)
                  .build());
    }

    @Test
    void kelvinsAreTheStandard() throws IOException {
      Imported run = owm("standard", CITY.replace("\"temp\": 50", "\"temp\": 283.15"));

      assertThat(run.observations().get(0).value(Variables.TEMPERATURE_C)).isEqualTo(10);
    }

    @Test
    void aListMayNotHoldForecasts() throws IOException {
      Imported run =
          owm(
              "metric",
              "{\"cnt\": 2, \"list\": [" + CITY + ", {\"dt\": 1767229200, \"pop\": 0.2}]}");

      assertThat(run.observations()).hasSize(1);
      assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.NOT_AN_OBSERVATION, 1L));
    }

    private Imported owm(String units, String text) throws IOException {
      return Imported.of(
          folder, "format: openweathermap\nunits: " + units + "\n", "current.json", text);
    }
  }
}
