package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petrel.feed.format.SkipReason;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** METAR as services send it, each with the right value by WMO-No. 306 or FMH-1. */
class MetarImportTest {
  @TempDir Path folder;

  /** FM 15, section 3: what follows a trend indicator is forecast. */
  @ParameterizedTest
  @CsvSource({
    "FM2200 15008KT CAVOK",
    "FM042230 27035G50KT 9999",
    "INTER 0422/0424 VRB40G55KT 2000 TSRA",
    "TEMPO 27035G50KT 0500 FG 10/10 Q0990",
    "TEMPO 0422/0424 27035G50KT 0500",
    "BECMG FM2200 TL2300 27035G50KT 0500",
    "PROB30 TEMPO 0422/0424 27035G50KT 0500",
    "PROB40 27035G50KT 0500",
    "NOSIG",
    "NOSIG 27035G50KT 0500",
    "FM2200/2300 27035G50KT",
    "AT2200 27035G50KT 0500",
    "GRADU 27035G50KT 0500",
    "TAF AAAA 042200Z 0500/0600 27035G50KT 0500",
    "RMK TEMPO 27035G50KT 0500",
  })
  void aForecastIsNoObservation(String forecast) throws IOException {
    Imported run = metar("METAR AAAA 042130Z 00000KT 0300 FG VV001 06/05 Q1025 " + forecast + "\n");

    Observation seen = run.observations().get(0);
    assertThat(seen.value(Variables.WIND_SPEED_MS)).isZero();
    assertThat(seen.has(Variables.WIND_GUST_MS)).isFalse();
    assertThat(seen.value(Variables.VISIBILITY_M)).isEqualTo(300);
    assertThat(seen.value(Variables.TEMPERATURE_C)).isEqualTo(6);
    assertThat(seen.extra("altimeter_hpa")).isEqualTo(1025);
    assertThat(run.observations()).hasSize(1);
  }

  @Test
  void forecastsAreLeftOut() throws IOException {
    Imported run =
        metar(
            """
            TAF AAAA 042120Z 0422/0524 27035G50KT 0500
              FM050200 18020KT 9999
            TAF AMD BBBB 042120Z 0422/0524 27035G50KT 0500 TEMPO 0423/0501 9999=
            CCCC 042120Z 0422/0524 27035G50KT 0500
            DDDD 042120Z 042224 27035G50KT 0500=
            METAR AAAA 042130Z 09003KT 9999 16/10 Q1018
            """);

    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.NOT_AN_OBSERVATION, 4L));
    assertThat(run.observations()).hasSize(1);
    check(run, "AAAA", "2020-11-04T21:30:00Z", Variables.WIND_DIRECTION_DEG, 90);
  }

  @Test
  void severalReportsStandInALine() throws IOException {
    Imported run =
        metar(
            """
            KAAA 040753Z 17006KT 10SM CLR 17/16 A2976 RMK AO2 SLP076 T01720156 402280139 $ KAAA\
             040653Z 24007KT 10SM CLR 18/16 A2977 RMK AO2 SLP079 T01780156 $
            METAR BBBB 041020Z 29012KT 9999 14/06 Q1015 NOSIG= METAR CCCC 041020Z 32022G45KT 4000\
             SHRA 08/06 Q1012=SPECI DDDD 041025Z 10MPS 3000 RMK LAST 040900Z NEXT 041200Z
            """);

    assertThat(run.faults()).containsExactly("2: '10MPS' is no wind; the value is missing");
    assertThat(run.observations()).hasSize(5);
    check(run, "KAAA", "2020-11-04T07:53:00Z", Variables.TEMPERATURE_C, 17.2);
    check(run, "KAAA", "2020-11-04T07:53:00Z", Variables.PRESSURE_HPA, 1007.6);
    check(run, "KAAA", "2020-11-04T07:53:00Z", Variables.WIND_DIRECTION_DEG, 170);
    check(run, "KAAA", "2020-11-04T06:53:00Z", Variables.TEMPERATURE_C, 17.8);
    check(run, "KAAA", "2020-11-04T06:53:00Z", Variables.PRESSURE_HPA, 1007.9);
    check(run, "BBBB", "2020-11-04T10:20:00Z", Variables.WIND_SPEED_MS, 6.17);
    check(run, "CCCC", "2020-11-04T10:20:00Z", Variables.WIND_GUST_MS, 23.15);
    check(run, "CCCC", "2020-11-04T10:20:00Z", Variables.VISIBILITY_M, 4000);
    check(run, "DDDD", "2020-11-04T10:25:00Z", Variables.VISIBILITY_M, 3000);
  }

  @Test
  void bulletinsHaveHeadingsAndWrappedReports() throws IOException {
    Imported run =
        metar(
            """
            ZCZC 123
            SAEW KAWN 041600
            METAR AAAA 041550Z AUTO 33010KT 9999NDV BKN028/// 13/08 Q1021=
            METAR BBBB 041550Z 24012KT 8000 FEW009 SCT013 BKN025 17/15 Q1009 RETS
            NOSIG=
            SAUS70 KWBC 042300 RRA
            MTRAUS
            METAR
            KAAA 042253Z 18009G19KT 10SM CLR 38/17 A2989 RMK AO2
            SLP107 T03830172=
            KBBB 042253Z
                 18009G19KT 10SM CLR
                 38/17 A2989

            SPECI COR
            KCCC 042254Z 18009KT 3SM
            NNNN
            """);

    assertThat(run.faults()).isEmpty();
    assertThat(run.observations()).hasSize(5);
    check(run, "AAAA", "2020-11-04T15:50:00Z", Variables.VISIBILITY_M, 10_000);
    check(run, "BBBB", "2020-11-04T15:50:00Z", Variables.VISIBILITY_M, 8000);
    check(run, "KAAA", "2020-11-04T22:53:00Z", Variables.DEW_POINT_C, 17.2);
    check(run, "KAAA", "2020-11-04T22:53:00Z", Variables.PRESSURE_HPA, 1010.7);
    check(run, "KBBB", "2020-11-04T22:53:00Z", Variables.TEMPERATURE_C, 38);
    check(run, "KCCC", "2020-11-04T22:54:00Z", Variables.VISIBILITY_M, 4828);
  }

  @Test
  void datesStandBeforeReportsInManyForms() throws IOException {
    Imported run =
        Imported.of(
            folder,
            "format: metar\n",
            "reports.txt",
            """
            201905041400 METAR KAAA 041400Z AUTO 07004KT 4SM 20/17 A2987=
            2019050703 METAR KBBB 070355Z AUTO 20005KT 10SM CLR A3010 RMK T0180
            20190512124400 KCCC 121244Z 05010KT 1 3/4SM 14/12 A2978 RMK AO2 P0002 T01390122
            2019-05-12 12:44 UTC KDDD 121244Z 05010KT= METAR KEEE 121245Z 05010KT=
            2019/05/13 00:10
            KFFF 130001Z 05010KT
                 3SM
            201913010000 KGGG 130001Z 05010KT
            """);

    assertThat(run.observations())
        .extracting(o -> o.stationId() + " " + o.time())
        .containsExactly(
            "icao:KAAA 2019-05-04T14:00:00Z",
            "icao:KBBB 2019-05-07T03:55:00Z",
            "icao:KCCC 2019-05-12T12:44:00Z",
            "icao:KDDD 2019-05-12T12:44:00Z",
            "icao:KEEE 2019-05-12T12:45:00Z",
            "icao:KFFF 2019-05-13T00:01:00Z");
    check(run, "KAAA", "2019-05-04T14:00:00Z", Variables.VISIBILITY_M, 6437);
    check(run, "KBBB", "2019-05-07T03:55:00Z", Variables.TEMPERATURE_C, 18);
    assertThat(find(run, "KBBB", "2019-05-07T03:55:00Z").has(Variables.DEW_POINT_C)).isFalse();
    check(run, "KCCC", "2019-05-12T12:44:00Z", Variables.VISIBILITY_M, 2816);
    check(run, "KFFF", "2019-05-13T00:01:00Z", Variables.VISIBILITY_M, 4828);
    assertThat(run.faults())
        .containsExactly(
            "8: the date before the report is '201913010000', which is none; the row is left out");
  }

  @ParameterizedTest
  @CsvSource({
    "4000E -SHRA, 4000",
    "1500SW 2000NE FEW055, 1500",
    "9000 3600S BR, 9000",
    "9999NDV, 10000",
    "//// PA 0250, NaN",
    "FEW010 10/09 0250, NaN",
    "RMK 0250, NaN",
    "21/2SM, 4023",
    "11/2SM, 2414",
    "13/4SM, 2816",
    "15/16SM, 1509",
    "1 1/2SM, 2414",
    "1 1/2 SM, 2414",
    "10 SM, 16093",
    "50SM, 80467",
    "M1/4SM, 201",
    "1/0SM, NaN",
    "1 4/2SM, NaN",
    "3/2/SM, NaN",
    "R12/1000D 0250, NaN",
    "10KM, 10000",
    "VRB02KT CAVOK, 10000",
  })
  void visibility(String groups, double metres) throws IOException {
    Imported run = metar("METAR AAAA 042130Z 24010KT " + groups + "\n");

    checkOrMissing(run.observations().get(0), Variables.VISIBILITY_M, metres);
  }

  @ParameterizedTest
  @CsvSource({
    "32/M A2968 RMK SLPNO T0322////, 32.2, NaN",
    "32/ RMK T////0172, 32, 17.2",
    "32// , 32, NaN",
    "//12 , NaN, NaN",
    "///12 , NaN, 12",
    "M/M01 , NaN, -1",
    "XX/XX , NaN, NaN",
    "M00/M00 , -0.1, -0.1",
    "M00/M02 RMK T10031021, -0.3, -2.1",
    "00/M00 RMK T00001003, 0, -0.3",
    "32/17 RMK T10320172, 32, 17.2",
    "32/17 RMK T0172, 32, 17",
  })
  void temperatures(String groups, double temperature, double dewPoint) throws IOException {
    Imported run = metar("METAR AAAA 042130Z 24010KT 9999 " + groups + "\n");

    checkOrMissing(run.observations().get(0), Variables.TEMPERATURE_C, temperature);
    checkOrMissing(run.observations().get(0), Variables.DEW_POINT_C, dewPoint);
  }

  @ParameterizedTest
  @CsvSource({
    "A0000 RMK SLP982, 998.2, NaN",
    "A2094 RMK SLP976, 997.6, NaN",
    "A3091 RMK SLP500, 1050.0, 1046.7",
    "A2992 RMK SLP132, 1013.2, 1013.2",
    "A2992 RMK SLP632, NaN, 1013.2",
    "Q0000 RMK SLP982, 998.2, NaN",
    "Q1013 A2992, NaN, 1013",
    "QNH2992INS, NaN, 1013.2",
    "A//// Q//// RMK SLPNO, NaN, NaN",
  })
  void pressures(String groups, double pressure, double altimeter) throws IOException {
    Imported run = metar("METAR AAAA 042130Z 24010KT 9999 10/08 " + groups + "\n");

    checkOrMissing(run.observations().get(0), Variables.PRESSURE_HPA, pressure);
    double setting = run.observations().get(0).extra("altimeter_hpa");
    assertThat(Double.valueOf(setting).equals(altimeter)).isTrue();
  }

  @Test
  void longSumsAreOfTheirOwnPeriod() throws IOException {
    Imported run =
        metar(
            """
            KAAA 041151Z 24010KT 10SM RMK AO2 P0002 60118 70215
            KAAA 041451Z 24010KT 10SM RMK AO2 60118
            KAAA 041551Z 24010KT 10SM RMK AO2 60118 6//// 7////
            """);

    assertThat(run.observations())
        .extracting(Observation::extra)
        .containsExactly(
            Map.of("precip_6h_mm", 29.97, "precip_24h_mm", 54.61),
            Map.of("precip_3h_mm", 29.97),
            Map.of());
    assertThat(run.observations().get(0).value(Variables.PRECIP_MM)).isEqualTo(0.51);
    assertThat(run.observations().get(1).has(Variables.PRECIP_MM)).isFalse();
    assertThat(run.faults()).hasSize(1);
  }

  @Test
  void humidityIsDerivedAndMarked() throws IOException {
    Imported run =
        metar(
            """
            METAR AAAA 041850Z AUTO VRB00KT 0250 R12/1000D FZFG VV001 M03/M03 Q0992=
            METAR KBBB 041953Z 20008KT 10SM CLR 35/27 A2990 RMK AO2 SLP120 T03500272
            METAR CCCC 041953Z 20008KT 10SM CLR 35/M A2990
            """);

    check(run, "AAAA", "2020-11-04T18:50:00Z", Variables.HUMIDITY_PCT, 100);
    check(run, "KBBB", "2020-11-04T19:53:00Z", Variables.HUMIDITY_PCT, 64.1);
    Observation derived = find(run, "KBBB", "2020-11-04T19:53:00Z");
    assertThat(derived.extra("derived_humidity_pct")).isEqualTo(1);
    Observation without = find(run, "CCCC", "2020-11-04T19:53:00Z");
    assertThat(without.has(Variables.HUMIDITY_PCT)).isFalse();
    assertThat(without.extra()).doesNotContainKey("derived_humidity_pct");
    assertThat(run.field("humidity_pct").derived()).isEqualTo(2);
  }

  /** A repeated bulletin says nothing new, and none after a correction takes it back. */
  @Test
  void correctionsInRepeatedBulletins() throws IOException {
    String first = "KAAA 042253Z 18009G19KT 10SM CLR 38/17 A2989 RMK AO2 SLP107 T03830172=\n";
    String corrected = first.replace("Z 18009", "Z COR 18009").replace("CLR", "FEW075 SCT300");
    Imported run =
        metar(
            first
                + "METAR "
                + first
                + first
                + corrected
                + "METAR "
                + corrected
                + corrected
                + first
                + "METAR COR BBBB 042220Z 01008KT CAVOK M10/M12 Q1021=\n"
                + "CCCC COR 042200Z 11013KT 9999 34/22 A2983\n");

    assertThat(run.observations()).extracting(Observation::revision).containsExactly(0, 1, 1, 1);
    assertThat(run.report().duplicates()).isEqualTo(5);
  }

  @Test
  void newestFirstLosesNoRain() throws IOException {
    Imported run =
        metar(
            """
            KAAA 042051Z 17004KT 9SM 11/11 A2990 RMK AO2 SLP127 P0039 T01110111
            KAAA 041951Z 17004KT 9SM 11/11 A2990 RMK AO2 SLP127 P0055 T01110111
            KAAA 041851Z 17004KT 9SM 11/11 A2990 RMK AO2 SLP127 P0071 T01110111
            """);

    assertThat(run.observations())
        .extracting(o -> o.value(Variables.PRECIP_MM))
        .containsExactly(9.91, 13.97, 18.03);
  }

  /** Order, bulletins, white space and line ends change nothing of what the reports say. */
  @Test
  void theLayOfTheTextChangesNothing() throws IOException {
    Random random = new Random(9);
    List<String> reports = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      for (String station : List.of("KAAA", "EDDM", "YSSY")) {
        reports.add(
            "METAR %s 04%02d5%dZ AUTO %02d010G%02dKT 1 1/2SM -RA BR OVC010 %02d/M%02d A29%02d%s RMK AO2 SLP%03d P%04d 70012"
                .formatted(
                    station,
                    hour,
                    random.nextInt(10),
                    random.nextInt(37),
                    20 + random.nextInt(20),
                    random.nextInt(40),
                    random.nextInt(20),
                    60 + random.nextInt(40),
                    random.nextInt(3) == 0 ? " TEMPO 35077G88KT 0123 FG" : "",
                    random.nextInt(100),
                    random.nextInt(50)));
        if (random.nextInt(3) == 0) {
          reports.add(
              "SPECI %s 04%02d20Z 21010KT 3SM 10/08 A2990 RMK P0002".formatted(station, hour));
        }
      }
    }
    Set<Observation> expected = new HashSet<>(metar(String.join("\n", reports)).observations());
    assertThat(expected).hasSize(reports.size());

    for (int i = 0; i < 20; i++) {
      Collections.shuffle(reports, random);
      StringBuilder text = new StringBuilder();
      String end = random.nextBoolean() ? "\n" : random.nextBoolean() ? "\r\n" : "\r";
      for (String report : reports) {
        if (random.nextInt(8) == 0) {
          text.append(end).append("SAUS70 KWBC 041200 RRA").append(end);
          text.append(random.nextBoolean() ? "METAR" + end : "");
        }
        StringBuilder laid = new StringBuilder();
        for (String group : report.split(" ")) {
          // A station stays beside its time: what is no report is told, and here all is.
          boolean wraps = laid.length() > 20 && random.nextInt(12) == 0;
          String gap = random.nextBoolean() ? end : random.nextBoolean() ? end + "   " : " \t ";
          laid.append(laid.isEmpty() ? "" : wraps ? gap : " ").append(group);
        }
        text.append(laid).append(random.nextBoolean() ? "=" : "");
        text.append(random.nextInt(3) == 0 ? " " : random.nextBoolean() ? end : end + end);
      }
      Imported run = metar(text.toString());
      assertThat(run.faults()).noneMatch(fault -> fault.contains("left out"));
      assertThat(new HashSet<>(run.observations())).isEqualTo(expected);
    }
  }

  private Imported metar(String text) throws IOException {
    return Imported.of(folder, "format: metar\ndate: 2020-11-04\n", "reports.txt", text);
  }

  private static Observation find(Imported run, String station, String time) {
    return run.observations().stream()
        .filter(o -> o.stationId().endsWith(station) && o.time().equals(Instant.parse(time)))
        .findFirst()
        .orElseThrow();
  }

  private static void check(
      Imported run, String station, String time, Variable variable, double value) {
    checkOrMissing(find(run, station, time), variable, value);
  }

  private static void checkOrMissing(Observation observation, Variable variable, double value) {
    if (Double.isNaN(value)) {
      assertThat(observation.has(variable)).isFalse();
    } else {
      assertThat(observation.value(variable)).isEqualTo(value, within(0.01));
    }
  }
}
