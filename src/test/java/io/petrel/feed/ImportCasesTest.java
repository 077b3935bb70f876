package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.petrel.feed.format.SkipReason;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of the kinds that people told of in public reports, each with the right value. */
class ImportCasesTest {
  private static final String PLAIN =
      """
      format: csv
      station: {id: "x:1"}
      time: {from: "${t}"}
      fields: {temperature_c: v}
      """;
  private static final String BERLIN =
      """
      format: csv
      station: {id: "x:${s}"}
      time: {from: "${t}", format: "yyyy-MM-dd HH:mm", zone: Europe/Berlin}
      fields: {temperature_c: v}
      """;

  @TempDir Path folder;

  // ---- CSV (RFC 4180 and what is about)

  @Test
  void aQuotedCellMayHoldLineEnds() throws IOException {
    Imported run =
        of(
            """
            format: metar
            report-column: metar
            time: {from: "${valid}", format: "yyyy-MM-dd HH:mm", zone: UTC}
            """,
            "station,valid,metar\nEDDF,2013-06-01 19:50,EDDF 011950Z NIL\n"
                + "EDDF,2013-06-01 20:20,\"EDDF 012020Z AUTO 24010KT 9999 RA 17/14\r\nQ1011\"\n"
                + "EDDF,2013-06-01 20:50,EDDF 012050Z AUTO 25009KT 9999 16/14 Q1012\n");

    assertThat(run.observations()).hasSize(2);
    assertThat(value(run, "2013-06-01T20:20:00Z", "temperature_c")).isEqualTo(17);
    assertThat(run.observations().get(0).extra("altimeter_hpa")).isEqualTo(1011);
    assertThat(value(run, "2013-06-01T20:50:00Z", "wind_direction_deg")).isEqualTo(250);
    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.NO_REPORT, 1L));
  }

  @Test
  void aQuoteThatIsNotClosedSpoilsItsOwnLineOnly() throws IOException {
    Imported run =
        of(
            PLAIN,
            "t,v,n\n2026-01-01T00:00:00Z,1,\"5 in\n2026-01-01T01:00:00Z,2,\n2026-01-01T02:00:00Z,3,\"a\"\n");

    assertThat(values(run, "temperature_c")).containsExactly(2.0, 3.0);
    assertThat(run.faults()).singleElement().asString().startsWith("2: a quote is not closed");
  }

  @Test
  void aLoggerOfTheContinent() throws IOException {
    Imported run =
        of(
            """
            format: csv
            delimiter: ";"
            decimal-sign: ","
            station: {id: "pws:y"}
            time: {from: "${zeit}", format: "dd.MM.yyyy HH:mm", zone: Europe/Madrid}
            fields:
              pressure_hpa: Baro
              temperature_c: Temp
              wind_speed_ms: {column: Wind mean, unit: km/h, decimals: 2}
              wind_direction_deg: Dir
              precip_mm: Rain
            """,
            "zeit;Baro;Temp ;Wind  mean ;Dir;Rain\n"
                + "03.08.2022\u00a0   16:00;1.014,5;\u22121,5;18,0;NNO;T\n"
                + "03.08.2022 16:30;1014,5;28.9;18,0;SW;0,2\n"
                + "03.08.2022 17:00;1,014.5;2,0 °C;36 km/h;Calm;0\n");

    assertThat(value(run, "2022-08-03T14:00:00Z", "pressure_hpa")).isEqualTo(1014.5);
    assertThat(value(run, "2022-08-03T14:00:00Z", "temperature_c")).isEqualTo(-1.5);
    assertThat(value(run, "2022-08-03T14:00:00Z", "wind_speed_ms")).isEqualTo(5);
    // O is east in German and west in Spanish: nobody said which.
    assertThat(value(run, "2022-08-03T14:00:00Z", "wind_direction_deg")).isNaN();
    assertThat(value(run, "2022-08-03T14:00:00Z", "precip_mm")).isZero();
    assertThat(value(run, "2022-08-03T14:30:00Z", "temperature_c")).isNaN();
    assertThat(value(run, "2022-08-03T14:30:00Z", "wind_direction_deg")).isEqualTo(225);
    assertThat(value(run, "2022-08-03T15:00:00Z", "pressure_hpa")).isNaN();
    assertThat(value(run, "2022-08-03T15:00:00Z", "temperature_c")).isEqualTo(2);
    assertThat(value(run, "2022-08-03T15:00:00Z", "wind_speed_ms")).isEqualTo(10);
    assertThat(run.report().unreadableValues()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "N, 360",
    "north, 360",
    "NNE, 22.5",
    "North-East, 45",
    "ESE, 112.5",
    "s, 180",
    "WNW, 292.5",
    "0, 0",
    "VRB, NaN",
    "NE by N, NaN"
  })
  void readsCompassPoints(String text, Double degrees) throws IOException {
    Imported run =
        of(
            PLAIN.replace("temperature_c", "wind_direction_deg"),
            "t,v\n2026-01-01T00:00:00Z," + text + "\n");

    assertThat(values(run, "wind_direction_deg")).containsExactly(degrees);
  }

  @Test
  void readsCompassPointsOfALanguage() throws IOException {
    String mapping =
        PLAIN.replace("temperature_c: v", "wind_direction_deg: {column: v, compass: [N, O, S, W]}");

    assertThat(values(of(mapping, "t,v\n2026-01-01T00:00:00Z,ONO\n"), "wind_direction_deg"))
        .containsExactly(67.5);
  }

  @Test
  void findsTheHeaderBelowAPreambleAndTakesRaggedRows() throws IOException {
    Imported run =
        of(
            """
            format: csv
            station: {id: "smhi:1"}
            time: {from: "${Datum} ${Tid}", format: "yyyy-MM-dd HH:mm:ss", zone: UTC}
            fields: {temperature_c: {column: Temperatur, quality: Kvalitet}}
            reject-quality: Y
            """,
            """
            Station;Nummer;Höjd
            Bromma;97200;2.0

            Parameter;Enhet
            Temperatur;celsius

            Datum;Tid;Temperatur;Kvalitet;;Tidsutsnitt:
            2009-03-01;06:00:00;-1.4;G;;Kontrollerade data
            2009-03-01;07:00:00;-0.8;Y;;Period
            2009-03-01;08:00:00;0.6;G
            2009-03-01;09:00:00;0.7;G;;a;too;many
            Antal: 4
            """);

    assertThat(value(run, "2009-03-01T06:00:00Z", "temperature_c")).isEqualTo(-1.4);
    assertThat(value(run, "2009-03-01T07:00:00Z", "temperature_c")).isNaN();
    assertThat(value(run, "2009-03-01T08:00:00Z", "temperature_c")).isEqualTo(0.6);
    assertThat(run.report().skipped())
        .isEqualTo(Map.of(SkipReason.MALFORMED, 1L, SkipReason.BAD_TIME, 1L));
    assertThat(run.report().notes())
        .anyMatch(note -> note.endsWith("the header was found in line 7"))
        .anyMatch(note -> note.endsWith("cells are divided by ';'"));
  }

  @Test
  void aLastLineThatIsCutLosesItself() throws IOException {
    Imported run = of(PLAIN, "t,v,w\n2026-01-01T00:00:00Z,11,1\n2026-01-01T01:00:00Z,1");

    assertThat(values(run, "temperature_c")).containsExactly(11.0);
    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.MALFORMED, 1L));
  }

  @Test
  void aColumnThatIsThereTwiceMustBeNumbered() {
    String csv = "t,v,v\n2026-01-01T00:00:00Z,1,2\n";

    assertThat(catchThrowable(() -> of(PLAIN, csv)))
        .hasMessageContaining("more than once; write v#1");
    assertThat(catchThrowable(() -> of(PLAIN.replace(": v", ": \"v#2\""), csv))).isNull();
  }

  @Test
  void takesNamesFromTheMappingOrSeveralLines() throws IOException {
    Imported none =
        of(PLAIN + "header: [t, v]\n", "2026-01-01T00:00:00Z;7\n2026-01-01T01:00:00Z;8\n");
    Imported two =
        of(
            PLAIN.replace(": v", ": Temp Out") + "header-lines: 2\n",
            "\t\tTemp\nt\tx\tOut\n2026-01-01T00:00:00Z\t1\t7\n");

    assertThat(values(none, "temperature_c")).containsExactly(7.0, 8.0);
    assertThat(values(two, "temperature_c")).containsExactly(7.0);
  }

  @Test
  void runsOfBlanksDivideCells() throws IOException {
    Imported run =
        of(
            PLAIN.replace("from: \"${t}\"", "from: \"${d} ${h}\", zone: UTC"),
            "# d          h     v    n\n2026-01-01  00:00  7.5  \"two words\"\n2026-01-01  01:00  -\n");

    assertThat(values(run, "temperature_c")).containsExactly(7.5);
    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.MALFORMED, 1L));
  }

  @Test
  void filesPutTogetherHaveTheirHeaderAgain() throws IOException {
    Imported run =
        of(
            PLAIN,
            "t,v\n2026-01-01T00:00:00Z,7\nt,v\n2026-01-01T01:00:00Z,8\nv,t\n9,2026-01-01T02:00:00Z\n");
    Imported lacks = of(BERLIN, "s,t,v\nA,2026-01-01 00:00,7\ns,t,w\nA,2026-01-01 01:00,8\n");

    assertThat(values(run, "temperature_c")).containsExactly(7.0, 8.0, 9.0);
    assertThat(values(lacks, "temperature_c")).containsExactly(7.0);
    assertThat(lacks.report().broken()).singleElement().asString().contains("another header");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-1252", "ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE"})
  void findsTheCharacterSet(String charset) throws IOException {
    Imported run =
        of(
            PLAIN
                .replace("id: \"x:1\"", "id: \"x:1\", name: \"${ort}\"")
                .replace(": v", ": \"T (°C)\""),
            "t,ort,T (°C)\n2026-01-31T12:00:00Z,Köln,3.5\n",
            Charset.forName(charset));

    assertThat(run.observations().get(0).stationName()).isEqualTo("Köln");
    assertThat(values(run, "temperature_c")).containsExactly(3.5);
    assertThat(run.report().notes()).hasSize(charset.equals("UTF-8") ? 0 : 1);
  }

  @Test
  void takesTheCharacterSetThatIsSaid() throws IOException {
    Imported run =
        of(
            PLAIN.replace("id: \"x:1\"", "id: \"x:1\", name: \"${ort}\"") + "charset: iso-8859-2\n",
            "t,ort,v\n2026-01-31T12:00:00Z,Łódź,3.5\n",
            Charset.forName("iso-8859-2"));

    assertThat(run.observations().get(0).stationName()).isEqualTo("Łódź");
  }

  private static final String LONG =
      """
      format: csv
      station: {id: "ha:${place}"}
      time: {from: "${at}"}
      fields:
        temperature_c: {column: state, where: {sensor: temp}, unit-from: unit, decimals: 2}
        wind_gust_ms: {column: state, where: {sensor: [gust, burst]}, unit-from: unit, decimals: 2}
      """;

  @Test
  void oneValueARowMakesOneReportInAnyOrder() throws IOException {
    List<String> rows =
        List.of(
            "garden,temp,18.4,°C,2025-08-31T22:00:00Z",
            "garden,gust,31.0,km/h,2025-08-31T22:00:00Z",
            "roof,gust,10,m/s,2025-08-31T22:00:00Z",
            "garden,temp,unavailable,°C,2025-08-31T22:05:00Z",
            "garden,burst,64.0,km/h,2025-08-31T22:05:00Z",
            "garden,gust,64.0,lux,2025-08-31T22:10:00Z",
            "garden,door,1,,2025-08-31T22:10:00Z");
    for (int turn = 0; turn < rows.size(); turn++) {
      Imported run =
          of(
              LONG,
              "place,sensor,state,unit,at\n"
                  + String.join("\n", rows.subList(turn, rows.size()))
                  + "\n"
                  + rows.subList(0, turn).stream()
                      .map(r -> r + "\n")
                      .collect(Collectors.joining()));

      assertThat(run.observations()).hasSize(4);
      assertThat(value(run, "2025-08-31T22:00:00Z", "temperature_c", "ha:garden")).isEqualTo(18.4);
      assertThat(value(run, "2025-08-31T22:00:00Z", "wind_gust_ms", "ha:garden")).isEqualTo(8.61);
      assertThat(value(run, "2025-08-31T22:00:00Z", "wind_gust_ms", "ha:roof")).isEqualTo(10);
      assertThat(value(run, "2025-08-31T22:05:00Z", "temperature_c", "ha:garden")).isNaN();
      assertThat(value(run, "2025-08-31T22:05:00Z", "wind_gust_ms", "ha:garden")).isEqualTo(17.78);
      assertThat(run.report().corrections()).isZero();
      assertThat(run.report().unreadableValues()).isEqualTo(1);
    }
  }

  @Test
  void markersOfSensorsAreMissing() throws IOException {
    String mapping = PLAIN + "missing: [-999, 9999]\n";
    Imported run =
        of(
            mapping,
            "t,v\n"
                + List.of(
                        "-", "--", "M", "NA", "N/A", "///", "nan", "null", "-999.0", "-999,",
                        "9999", "9999.00")
                    .stream()
                    .map(marker -> "2026-01-01T00:00:00Z," + marker + "\n")
                    .collect(Collectors.joining()));

    assertThat(run.observations()).allMatch(o -> !o.has(Variables.TEMPERATURE_C));
  }

  @Test
  void timesBefore1970AreTimes() throws IOException {
    Imported run =
        of(
            PLAIN,
            "t,v\n1969-12-31T23:00:00Z,-3.4\n1970-01-01T00:00:00Z,-3.6\n1881-07-01T12:00:00Z,3\n");

    assertThat(run.observations()).hasSize(3);
    assertThat(value(run, "1969-12-31T23:00:00Z", "temperature_c")).isEqualTo(-3.4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-02-30 12:00 | yyyy-MM-dd HH:mm | ",
        "2026-02-28 24:00 | yyyy-MM-dd HH:mm | 2026-03-01T00:00:00Z",
        "28/02/26 3:05 PM | dd/MM/yy h:mm a | 2026-02-28T15:05:00Z",
        "2026-02-28T12:00:00+0100 | iso | 2026-02-28T11:00:00Z",
        "2026-02-28T12:00:00.250+01 | iso | 2026-02-28T11:00:00.250Z",
        "2026-02-28 12: 00: 07 | iso | 2026-02-28T12:00:07Z",
        "1772280000 | epoch-seconds | 2026-02-28T12:00:00Z",
        "1772280000.5 | epoch-seconds | 2026-02-28T12:00:00.500Z",
        "1772280000000 | epoch-millis | 2026-02-28T12:00:00Z",
        "1772280000 | epoch-millis | ",
        "1772280000000 | epoch-seconds | ",
      })
  void aTimeIsWhatItsTextSays(String text, String format, String right) throws IOException {
    Imported run =
        of(
            PLAIN.replace(
                "from: \"${t}\"", "from: \"${t}\", zone: UTC, format: \"" + format + "\""),
            "t,v\n" + text.strip() + ",1\n");

    assertThat(run.observations())
        .extracting(Observation::time)
        .isEqualTo(right == null ? List.of() : List.of(Instant.parse(right)));
  }

  // ---- local clocks

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDoubledHourIsReadForwardsAndBackwards(boolean backwards) throws IOException {
    List<String> rows =
        new ArrayList<>(
            List.of("01:30,6.5", "02:00,7.0", "02:30,7.5", "02:00,8.0", "02:30,8.5", "03:00,9.0"));
    if (backwards) {
      Collections.reverse(rows);
    }
    for (int from = 0; from < 4; from++) {
      // Files that begin within the hour, too; forwards only as long as a step says the way.
      Imported run =
          of(
              BERLIN,
              "s,t,v\n"
                  + rows.subList(backwards ? from : 0, rows.size()).stream()
                      .map(row -> "A,2025-10-26 " + row + "\n")
                      .collect(Collectors.joining()));

      Map<String, Double> right =
          Map.of(
              "2025-10-25T23:30:00Z", 6.5,
              "2025-10-26T00:00:00Z", 7.0,
              "2025-10-26T00:30:00Z", 7.5,
              "2025-10-26T01:00:00Z", 8.0,
              "2025-10-26T01:30:00Z", 8.5,
              "2025-10-26T02:00:00Z", 9.0);
      assertThat(run.observations())
          .hasSize(backwards ? 6 - from : 6)
          .allSatisfy(
              o ->
                  assertThat(o.value(Variables.TEMPERATURE_C))
                      .isEqualTo(right.get(o.time().toString())));
      assertThat(run.report().corrections()).isZero();
    }
  }

  @Test
  void stationsThatTakeTurnsEachHaveTheirClock() throws IOException {
    Imported run =
        of(
            BERLIN,
            "s,t,v\nA,2025-10-26 03:00,1\nB,2025-10-26 03:00,1\nA,2025-10-26 02:30,2\nB,2025-10-26"
                + " 02:30,2\nA,2025-10-26 02:30,3\nB,2025-10-26 02:30,3\n");

    assertThat(run.observations())
        .extracting(o -> o.stationId() + " " + o.time())
        .contains(
            "x:A 2025-10-26T01:30:00Z",
            "x:A 2025-10-26T00:30:00Z",
            "x:B 2025-10-26T01:30:00Z",
            "x:B 2025-10-26T00:30:00Z");
  }

  @Test
  void theStationTableSaysWhoseClockItIs() throws IOException {
    Files.writeString(
        folder.resolve("places.csv"), "id,zone\nx:A,Asia/Kolkata\nx:B,America/Toronto\n");
    Imported run =
        of(
            """
            format: csv
            station: {id: "x:${s}", table: {file: places.csv, key: id, zone: zone}}
            time: {from: "${t}", format: ["yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], zone: "${table.zone}"}
            fields: {temperature_c: v}
            """,
            "s,t,v\nA,2026-01-01 12:00,1\nB,2026-01-01T12:00:00,2\nC,2026-01-01 12:00,3\n");

    assertThat(run.observations())
        .extracting(Observation::time)
        .containsExactly(
            Instant.parse("2026-01-01T06:30:00Z"), Instant.parse("2026-01-01T17:00:00Z"));
    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.BAD_TIME, 1L));
  }

  // ---- JSON

  private static final String DEBEZIUM =
      """
      format: json
      select: payload.after
      leave-out-reports: {$.payload.op: d}
      station: {id: "app:${location}"}
      time: {from: "${timestamp}"}
      fields: {temperature_c: temperature}
      """;

  @Test
  void readsEnvelopesLineByLine() throws IOException {
    String row =
        "{\"schema\":{},\"payload\":{\"before\":null,\"after\":{\"id\":0,\"location\":\"l\",\"temperature\":%s,"
            + "\"timestamp\":\"2024-09-29T19:0%d:19.017040Z\"},\"op\":\"%s\"}}\n";
    Imported run =
        of(
            DEBEZIUM,
            row.formatted("11", 0, "c")
                + row.formatted("\"12.5\"", 1, "u")
                + "{\"payload\":{\"after\":{\"location\n"
                + "{\"payload\":{\"before\":{},\"after\":null,\"op\":\"d\"}}\n"
                + row.formatted("13", 2, "d")
                + "{\"other\":1}\n"
                + row.formatted("true", 3, "c")
                + row.formatted("14", 4, "c"));

    assertThat(values(run, "temperature_c")).containsExactly(11.0, 12.5, Double.NaN, 14.0);
    assertThat(run.report().skipped())
        .isEqualTo(
            Map.of(
                SkipReason.MALFORMED,
                2L,
                SkipReason.NO_REPORT,
                1L,
                SkipReason.NOT_AN_OBSERVATION,
                1L));
    assertThat(run.report().unreadableValues()).isEqualTo(1);
  }

  private static final String SHAPES =
      """
      format: json
      %s
      station: {id: "x:${id}"}
      time: {from: "${t}", format: epoch-seconds}
      fields: {temperature_c: {from: "m.v[0]", unit: K, decimals: 2}}
      """;
  private static final String RECORD = "{\"id\":0,\"t\":%d,\"m\":{\"v\":[%s]}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|%s%s",
        "|%s\n%s\n",
        "|[%s,\n%s]",
        "|[[%s],[%s]]",
        "select: data.list|{\"a\":[1],\"data\":{\"list\":[%s,%s]},\"z\":{}}",
        "select: data.list|{\"data\":[{\"list\":[%s]},{\"list\":%s}]}",
      })
  void readsRecordsWhereverTheyAre(String shape) throws IOException {
    String select = shape.substring(0, shape.indexOf('|'));
    String one = RECORD.formatted(1772280000, "\"280.15\",9");
    String two = RECORD.formatted(1772283600, "NaN");
    Imported run =
        of(SHAPES.formatted(select), shape.substring(shape.indexOf('|') + 1).formatted(one, two));

    assertThat(run.faults()).isEmpty();
    assertThat(run.observations()).extracting(Observation::stationId).containsExactly("x:0", "x:0");
    assertThat(values(run, "temperature_c")).containsExactly(7.0, Double.NaN);
  }

  @Test
  void readsListsOfValuesWithTheirUnits() throws IOException {
    String json =
        "{\"latitude\":52.5,\"longitude\":13.4,\"hourly_units\":{\"temperature_2m\":\"°F\",\"wind\":\"kn\"},"
            + "\"hourly\":{\"time\":[\"2026-01-01T00:00\",\"2026-01-01T01:00\"],"
            + "\"temperature_2m\":[50,null],\"wind\":[10%s]}}";
    String mapping =
        """
        format: json
        select: hourly
        station: {id: "om:${$.latitude},${^.longitude}"}
        time: {from: "${time}", zone: UTC}
        fields:
          temperature_c: {from: temperature_2m, unit-from: ^.hourly_units.temperature_2m, decimals: 1}
          wind_speed_ms: {from: wind, unit-from: $.hourly_units.wind, decimals: 2}
        """;
    Imported run = of(mapping, json.formatted(",20"));

    assertThat(run.observations().get(0).stationId()).isEqualTo("om:52.5,13.4");
    assertThat(values(run, "temperature_c")).containsExactly(10.0, Double.NaN);
    assertThat(values(run, "wind_speed_ms")).containsExactly(5.14, 10.29);
    assertThat(of(mapping, json.formatted("")).observations()).isEmpty();
  }

  @Test
  void readsListsAsRecords() throws IOException {
    Imported run =
        of(
            """
            format: json
            select: results.values
            station: {id: "x:1"}
            time: {from: "${[0]}", format: epoch-millis}
            fields: {temperature_c: "[1]"}
            """,
            "{\"results\":[{\"columns\":[\"time\",\"v\"],\"values\":[[1772280000000,1.5],[1772280060000,2.5]]}]}");

    assertThat(values(run, "temperature_c")).containsExactly(1.5, 2.5);
  }

  /** The mappings that are shipped read what they are for. */
  @Test
  void theExamplesReadTheirFeeds() throws IOException {
    Imported meteo =
        Imported.of(
            Imported.mapping(Path.of("deploy/import/open-meteo.yaml")),
            Files.writeString(
                folder.resolve("meteo"),
                "{\"latitude\":52.52,\"longitude\":13.42,\"elevation\":38.0,\"hourly_units\":{\"temperature_2m\":\"°C\",\"wind_speed_10m\":\"km/h\","
                    + "\"wind_gusts_10m\":\"mp/h\",\"pressure_msl\":\"hPa\",\"precipitation\":\"inch\"},\"hourly\":{\"time\":[\"2026-01-01T00:00\"],\"temperature_2m\":[-1.5],"
                    + "\"wind_speed_10m\":[36],\"wind_gusts_10m\":[50],\"wind_direction_10m\":[270],\"pressure_msl\":[1001.2],\"precipitation\":[0.1]}}"));
    Imported app =
        Imported.of(
            Imported.mapping(Path.of("deploy/import/debezium.yaml")),
            Files.writeString(
                folder.resolve("app"),
                "{\"schema\":{},\"payload\":{\"before\":null,\"after\":{\"id\":7,\"location\":\"delhi\",\"temperature\":11,"
                    + "\"timestamp\":\"2024-09-29T19:00:19.017040Z\"},\"op\":\"c\"}}\n"));

    assertThat(meteo.observations()).hasSize(1);
    assertThat(meteo.faults()).isEmpty();
    assertThat(values(meteo, "wind_speed_ms")).containsExactly(10.0);
    assertThat(values(meteo, "wind_gust_ms")).containsExactly(22.35);
    assertThat(values(meteo, "latitude")).containsExactly(52.52);
    assertThat(values(meteo, "precip_mm")).containsExactly(2.54);
    assertThat(app.observations()).extracting(Observation::stationId).containsExactly("app:delhi");
    assertThat(values(app, "temperature_c")).containsExactly(11.0);
  }

  @Test
  void aNameThatIsThereTwiceHasNoValue() throws IOException {
    Imported run =
        of(
            SHAPES.formatted(""),
            "{\"id\":1,\"t\":1772280000,\"t\":1772280001,\"m\":{\"v\":[280]}}");

    assertThat(run.observations()).isEmpty();
    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.MALFORMED, 1L));
  }

  // ---- api.weather.gov and OpenWeatherMap

  private static final String GOV =
      "{\"properties\":{\"station\":\"https://api.weather.gov/stations/KABC\",\"timestamp\":\"2025-10-22T%s:00+00:00\","
          + "\"temperature\":{\"unitCode\":\"wmoUnit:degC\",\"value\":%s},\"windSpeed\":{\"unitCode\":\"wmoUnit:km_h-1\",\"value\":%s}}}";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNullTakesNothingFromAReportOfTheSameTime(boolean fullFirst) throws IOException {
    String full = GOV.formatted("12:53", "5", "\"72\"");
    String other = GOV.formatted("12:53", "6", "null");
    Imported run =
        of(
            "format: weather-gov\n",
            "{\"features\":[%s,%s]}".formatted(fullFirst ? full : other, fullFirst ? other : full));

    Observation last = run.observations().get(run.observations().size() - 1);
    assertThat(last.value(Variables.WIND_SPEED_MS)).isEqualTo(20);
    assertThat(last.value(Variables.TEMPERATURE_C)).isEqualTo(fullFirst ? 6 : 5);
    assertThat(last.revision()).isEqualTo(1);
    assertThat(
            of("format: weather-gov\n", full + GOV.formatted("12:53", "5", "null")).observations())
        .hasSize(1);
  }

  @Test
  void aPlaceWithoutIdIsItsPosition() throws IOException {
    String row =
        "{\"coord\":{%s},\"main\":{\"temp\":2.2},\"dt\":1682686985,\"id\":%s,\"name\":\"\"}\n";
    Imported run =
        of(
            "format: openweathermap\nunits: metric\n",
            row.formatted("\"lon\":26.9,\"lat\":75.8", "0")
                + row.formatted("\"lon\":-60,\"lat\":60", "0")
                + row.formatted("\"lon\":0,\"lat\":0", "0")
                + row.formatted("\"lon\":-60,\"lat\":60", "\"7\""));

    assertThat(run.observations())
        .extracting(Observation::stationId)
        .containsExactly("owm:75.8,26.9", "owm:60.0,-60.0", "owm:7");
    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.BAD_STATION, 1L));
  }

  @Test
  void zeroNorthAndEastIsNoPosition() throws IOException {
    Imported run =
        of(
            """
            format: csv
            station: {id: "x:${s}"}
            time: {from: "${t}"}
            fields: {latitude: la, longitude: lo, elevation_m: h, temperature_c: v}
            """,
            "s,t,la,lo,h,v\nA,2026-01-01T00:00:00Z,0,0.0,7018,1\nB,2026-01-01T00:00:00Z,0,9.5,12,2\n");

    assertThat(values(run, "latitude")).containsExactly(Double.NaN, 0.0);
    assertThat(values(run, "elevation_m")).containsExactly(Double.NaN, 12.0);
    assertThat(values(run, "temperature_c")).containsExactly(1.0, 2.0);
    assertThat(run.field("latitude").implausible()).isEqualTo(1);
    assertThat(run.field("latitude").written()).isEqualTo(1);
  }

  @Test
  void humidityJustAboveItsLimitIsTheLimit() throws IOException {
    Imported run =
        of(
            PLAIN.replace("temperature_c", "humidity_pct"),
            "t,v\n2026-01-01T00:00:00Z,101\n2026-01-01T01:00:00Z,130\n");

    assertThat(values(run, "humidity_pct")).containsExactly(100.0, Double.NaN);
  }

  @Test
  void textsAreFields() throws IOException {
    Imported run =
        of(
            """
            format: csv
            station: {id: x:1}
            time: {from: "${t}"}
            missing: "99"
            fields:
              temperature_c: v
              present_weather: {column: ww, quality: q}
              feed: by
            reject-quality: [3]
            """,
            "t,v,ww,q,by\n"
                + "2026-01-01T00:00:00Z,1,+TSRA   BR,1,desk\n"
                + "2026-01-01T01:00:00Z,1,99,1,\n"
                + "2026-01-01T02:00:00Z,1,95,3,-\n"
                + "2026-01-01T03:00:00Z,1,%s,1,desk\n".formatted("y".repeat(201)));

    assertThat(run.observations())
        .extracting(Observation::presentWeather)
        .containsExactly("+TSRA BR", null, null, null);
    assertThat(run.observations())
        .extracting(Observation::feed)
        .containsExactly("desk", "mapping", "mapping", "desk");
    assertThat(run.field("present_weather").missing()).isEqualTo(1);
    assertThat(run.field("present_weather").rejected()).isEqualTo(1);
    assertThat(run.field("present_weather").implausible()).isEqualTo(1);
  }

  @Test
  void aTextOfAPathIsAField() throws IOException {
    Imported run =
        of(
            """
            format: json
            station: {id: x:1}
            time: {from: "${t}"}
            leave-out: feed
            fields: {temperature_c: v, present_weather: "weather[0].raw"}
            """,
            "{\"t\": \"2026-01-01T00:00:00Z\", \"v\": 1, \"weather\": [{\"raw\": \"VCSH\"}]}");

    assertThat(run.observations().get(0).presentWeather()).isEqualTo("VCSH");
    assertThat(run.observations().get(0).feed()).isNull();
  }

  /** Amounts rise and fall; what hardly falls, or rises where the newest is first, counts up. */
  @ParameterizedTest
  @CsvSource({
    "0 0 0.2 1.4 1.4 3.0 3.0 3.0 3.4 3.4 8.2 8.2 9.0 9.0 0 0, true",
    "0 0 9.0 9.0 8.2 8.2 3.4 3.4 3.0 3.0 3.0 1.4 1.4 0.2 0 0, true",
    "0 0 0.2 0.2 0.2 1.0 4.2 3.0 0.6 0.2 0 0.2 0.4 0.2 0 0, false",
    "0 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0, false",
    "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0.2 0 0 0 0 0, false",
  })
  void aCounterWithoutItsKeyIsHinted(String values, boolean hinted) throws IOException {
    StringBuilder text = new StringBuilder("t,total\n");
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    for (String value : values.split(" ")) {
      text.append("%s,%s%n".formatted(time, value));
      time = time.plusSeconds(600);
    }
    String mapping = PLAIN.replace("temperature_c: v", "precip_mm: FIELD");

    List<String> told = of(mapping.replace("FIELD", "total"), text.toString()).report().notes();
    assertThat(told.stream().filter(n -> n.startsWith("total looks like a counter")).count())
        .isEqualTo(hinted ? 1 : 0);
    assertThat(
            of(mapping.replace("FIELD", "{column: total, counter: true}"), text.toString())
                .report()
                .notes())
        .noneMatch(n -> n.contains("counter"));
  }

  private Imported of(String mapping, String text) throws IOException {
    return of(mapping, text, StandardCharsets.UTF_8);
  }

  private Imported of(String mapping, String text, Charset charset) throws IOException {
    return Imported.of(
        folder, mapping, Files.write(folder.resolve("feed"), text.getBytes(charset)));
  }

  private static List<Double> values(Imported run, String field) {
    return run.observations().stream().map(o -> o.value(Variables.named(field))).toList();
  }

  private static double value(Imported run, String time, String field) {
    return value(run, time, field, "");
  }

  private static double value(Imported run, String time, String field, String station) {
    return run.observations().stream()
        .filter(o -> o.time().equals(Instant.parse(time)) && o.stationId().contains(station))
        .reduce((first, second) -> second)
        .orElseThrow()
        .value(Variables.named(field));
  }
}
