package io.petrel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.feed.format.SkipReason;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Integrated Surface Data, each with the right value by NCEI's document of the format. */
class IsdImportTest {
  @TempDir Path folder;

  /** Six hours' rain among hourly reports without any is not the last hour's. */
  @Test
  void aSumOverSixHoursKeepsItsPeriod() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(line("20240102", 0, "FM-12")).append("ADDAA106000091\n");
    for (int hour = 1; hour < 6; hour++) {
      text.append(line("20240102", hour, "FM-15")).append('\n');
    }
    text.append(line("20240102", 6, "FM-12")).append("ADDAA106065091\n");

    Imported run = isd(text.toString());

    assertThat(run.observations()).hasSize(7);
    assertThat(run.observations()).noneMatch(o -> o.has(Variables.PRECIP_MM));
    assertThat(run.observations().get(6).extra("precip_6h_mm")).isEqualTo(65);
  }

  @ParameterizedTest
  @CsvSource({
    "AA101003095, 3, precip_6h_mm, NaN",
    "AA106065091AA201003095, 3, precip_6h_mm, 65",
    "AA124012395AA206001295AA301000495, 0.4, precip_24h_mm, 12.3",
    "AA101000025, 0, precip_6h_mm, NaN",
    "AA101999999AA206999999, NaN, precip_6h_mm, NaN",
    "AA101003093, NaN, precip_6h_mm, NaN",
    "AA101003045, NaN, precip_6h_mm, NaN",
    "AA1010030I5, NaN, precip_6h_mm, NaN",
    "AA1010030E5, 3, precip_6h_mm, NaN",
    "AA199003095, NaN, precip_6h_mm, NaN",
    "AA148003095, NaN, precip_6h_mm, NaN",
    "GA1085+006005065AA101003095REMAA101009995, 3, precip_6h_mm, NaN",
  })
  void precipitation(String groups, double hour, String name, double longer) throws IOException {
    Imported run = isd(line("20240102", 0, "FM-15") + "ADD" + groups + "\n");

    Observation seen = run.observations().get(0);
    check(seen.value(Variables.PRECIP_MM), hour);
    check(seen.extra(name), longer);
  }

  /** AU groups are the parts of a METAR's; MW has figures of code table 4677, AW of 4680. */
  @ParameterizedTest
  @CsvSource({
    "AU110020015, -RA",
    "AU110020025AU200030035AU300001015, -RASN BR",
    "AU137020015AU200001015, +TSRA BR",
    "AU128020015AW1615MW1655, FZRA",
    "AU140000015AU246020015AU347990015, VCSHRA VCTS",
    "AU100000315, FC",
    "AU110020013AU200001015, BR",
    "AU110020025AU200030033, ",
    "MW1955, 95",
    "MW1651MW2101AW1615, 65 10",
    "MW1653, ",
    "AW1615AW2105, 161 110",
    "AJ100039100000091, ",
    "REMMET MW1955, ",
  })
  void presentWeather(String groups, String weather) throws IOException {
    Imported run = isd(line("20240102", 0, "FM-15") + "ADD" + groups + "\n");

    assertThat(run.observations().get(0).presentWeather()).isEqualTo(weather);
  }

  @Test
  void whatIsNoObservationIsLeftOut() throws IOException {
    Imported run =
        isd(
            line("20240102", 0, "SOD  ")
                + "\n"
                + line("20240102", 0, "BOGUS")
                + "\n"
                + line("20240102", 0, "NSRDB")
                + "\n");

    assertThat(run.report().skipped()).isEqualTo(Map.of(SkipReason.NOT_AN_OBSERVATION, 3L));
  }

  /** 0 north, 0 east stands where nothing is known; the elevation is none either. */
  @Test
  void nullIslandIsNoPosition() throws IOException {
    Imported run =
        isd(
            "0000007018999992013073012004+00000+000000FM-15+701899999V0202401N0200122000"
                + "19N010000199+01501+00201999999\n"
                + "0000007018999992013073013004-00010+000000FM-15+000599999V0202401N0200122000"
                + "19N010000199+01501+00201999999\n");

    Observation unknown = run.observations().get(0);
    assertThat(unknown.has(Variables.LATITUDE)).isFalse();
    assertThat(unknown.has(Variables.LONGITUDE)).isFalse();
    assertThat(unknown.has(Variables.ELEVATION_M)).isFalse();
    assertThat(unknown.value(Variables.WIND_SPEED_MS)).isEqualTo(20);
    assertThat(run.observations().get(1).value(Variables.LATITUDE)).isEqualTo(-0.01);
  }

  @Test
  void timesBefore1970AreTimes() throws IOException {
    Imported run = isd(line("19011231", 23, "FM-12") + "\n");

    assertThat(run.observations().get(0).time()).isEqualTo("1901-12-31T23:00:00Z");
  }

  @Test
  void readsTheCsvForm() throws IOException {
    Imported run =
        csv(
            """
            "94733099999","2019-01-03T22:00:00","4","-32.5833333","151.1666666","45.0","SINGLETON STP, AS","FM-12","99999","V020","050,1,N,0010,1","22000,1,9,N","025000,1,9,9","+0260,1","+0210,1","99999,9","24,0000,9,1",""
            "94733099999","2019-01-04T04:00:00","4","-32.5833333","151.1666666","45.0","SINGLETON STP, AS","FM-12","99999","V020","090,3,N,0021,3","22000,1,9,N","025000,1,9,9","+O378,1","+0172,1","10132,1","06,0123,9,1","01,0004,9,1"
            "94733099999","2019-01-04T05:00:00","4","","","","","SOD  ","99999","V020","","","","","","","",""
            "9473309999","2019-01-04T05:00:00","4","","","","","FM-12","99999","V020","","","","","","","",""
            """);

    Observation first = run.observations().get(0);
    assertThat(first.stationId()).isEqualTo("isd:947330-99999");
    assertThat(first.time()).isEqualTo("2019-01-03T22:00:00Z");
    check(first, Variables.TEMPERATURE_C, 26);
    check(first, Variables.DEW_POINT_C, 21);
    check(first, Variables.WIND_DIRECTION_DEG, 50);
    check(first, Variables.WIND_SPEED_MS, 1);
    check(first, Variables.VISIBILITY_M, 25_000);
    check(first, Variables.PRESSURE_HPA, Double.NaN);
    check(first, Variables.PRECIP_MM, Double.NaN);
    check(first, Variables.LATITUDE, -32.583);
    check(first, Variables.ELEVATION_M, 45);
    assertThat(first.extra("precip_24h_mm")).isZero();
    Observation second = run.observations().get(1);
    check(second, Variables.TEMPERATURE_C, Double.NaN);
    check(second, Variables.WIND_SPEED_MS, Double.NaN);
    check(second, Variables.PRESSURE_HPA, 1013.2);
    check(second, Variables.PRECIP_MM, 0.4);
    assertThat(second.extra("precip_6h_mm")).isEqualTo(12.3);
    assertThat(run.faults())
        .containsExactly(
            "3: TMP is '+O378,1', no such group; the value is missing",
            "4: a report of type SOD; the row is left out",
            "5: STATION is '9473309999', must be USAF and WBAN, eleven characters; the row is left"
                + " out");
  }

  /** The order of the lines, their ends and blank lines between them change nothing. */
  @Test
  void theOrderOfLinesChangesNothing() throws IOException {
    List<String> lines = new ArrayList<>();
    Random random = new Random(5);
    for (int hour = 0; hour < 24; hour++) {
      lines.add(
          line("20240102", hour, hour % 6 == 0 ? "FM-12" : "FM-15")
              + "ADDAA101%04d95".formatted(random.nextInt(200))
              + (hour % 6 == 0 ? "AA206%04d95".formatted(random.nextInt(200)) : "")
              + "OC10%03d5".formatted(random.nextInt(300)));
    }
    var expected = new HashSet<>(isd(String.join("\n", lines)).observations());
    assertThat(expected).hasSize(24);

    for (int i = 0; i < 5; i++) {
      Collections.shuffle(lines, random);
      assertThat(new HashSet<>(isd(String.join("\r\n\r\n", lines) + "\r\n").observations()))
          .isEqualTo(expected);
    }
  }

  @Test
  void isdLiteKeepsTheSixHourSum() throws IOException {
    Imported run =
        Imported.of(
            folder,
            "format: isd-lite\n",
            "725030-14732-2013",
            "2013 11 26 12   106    78 10009    40    77     8    30   123\n"
                + "2013 11 26 13   106    78 10009    40    77     8 -9999    -1\n");

    check(run.observations().get(0), Variables.PRECIP_MM, 3);
    assertThat(run.observations().get(0).extra("precip_6h_mm")).isEqualTo(12.3);
    assertThat(run.observations().get(1).extra("precip_6h_mm")).isZero();
    check(run.observations().get(1), Variables.PRECIP_MM, Double.NaN);
  }

  private static String line(String day, int hour, String type) {
    return "000001317099999%s%02d004+60383+005333%-5s+003699999V0201801N005012200019N0100001"
            .formatted(day, hour, type)
        + "99+00801+00601100521";
  }

  private static void check(Observation observation, Variable variable, double value) {
    check(observation.value(variable), value);
  }

  private static void check(double seen, double value) {
    assertThat(Double.valueOf(seen)).isEqualTo(Double.valueOf(value));
  }

  private Imported isd(String text) throws IOException {
    return Imported.of(folder, "format: isd\n", "013170-99999-2024", text);
  }

  private Imported csv(String rows) throws IOException {
    return Imported.of(
        folder,
        "format: isd\n",
        "94733099999.csv",
        "\"STATION\",\"DATE\",\"SOURCE\",\"LATITUDE\",\"LONGITUDE\",\"ELEVATION\",\"NAME\","
            + "\"REPORT_TYPE\",\"CALL_SIGN\",\"QUALITY_CONTROL\",\"WND\",\"CIG\",\"VIS\",\"TMP\","
            + "\"DEW\",\"SLP\",\"AA1\",\"AA2\"\n"
            + rows);
  }
}
