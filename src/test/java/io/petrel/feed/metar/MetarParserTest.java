package io.petrel.feed.metar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetarParserTest {
  @Test
  void readsAnAmericanReportWithItsRemarks() throws MetarFault {
    MetarReport report =
        MetarParser.parse(
            "METAR KXYZ 261151Z AUTO 02015G25KT 1 1/2SM R04R/2000V4000FT +RA BR OVC008 03/M01 A2956"
                + " RMK AO2 PK WND 03032/1131 SLP009 P0012 4/003 T00281011 $");

    assertThat(report.station()).isEqualTo("KXYZ");
    assertThat(report.kind()).isEqualTo(MetarReport.Kind.METAR);
    assertThat(List.of(report.day(), report.hour(), report.minute())).containsExactly(26, 11, 51);
    assertThat(report.automatic()).isTrue();
    assertThat(report.correction()).isZero();
    assertThat(report.windDirection()).isEqualTo(20);
    assertThat(report.windSpeed()).isEqualTo(7.7167, within(1e-4));
    assertThat(report.windGust()).isEqualTo(12.8611, within(1e-4));
    assertThat(report.visibility()).isEqualTo(2414.016, within(1e-6));
    assertThat(report.temperature()).isEqualTo(2.8);
    assertThat(report.dewPoint()).isEqualTo(-1.1);
    assertThat(report.altimeter()).isEqualTo(1001.017, within(1e-3));
    assertThat(report.seaLevelPressure()).isEqualTo(1000.9);
    assertThat(report.precipitation()).isEqualTo(3.048, within(1e-9));
    assertThat(report.snowDepth()).isEqualTo(7.62, within(1e-9));
  }

  /** Code table 4678; recent weather, forecasts and the remarks are other things. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "9999 +TSRA BR SCT010CB 20/18 Q1009, +TSRA BR",
        "10SM VCTS -SHRA FEW040 20/18 A2992, VCTS -SHRA",
        "0200 FZFG VV001 M00/M00 Q1020, FZFG",
        "9999 -FZRASNPL OVC010 M01/M02 Q1000 RESHRA RETS, -FZRASNPL",
        "9999 TS SCT040CB 20/18 Q1009 TEMPO 2000 +TSRAGR, TS",
        "9999 NSW SKC 20/18 Q1009 NOSIG, ''",
        "1SM +FC BLSN DRSN SQ OVC010 20/18 A2992 RMK AO2 RAB05 TSNO SN, +FC BLSN DRSN SQ",
        "//// // OVC010 20/18 Q1009, ''",
        "CAVOK 20/18 Q1009, ''",
        "9999 RA/SN SNOW SHOWERS GRN BLU 20/18 Q1009, ''",
        "3SM UP VCFG MIFG BCBR 20/18 A2992, UP VCFG MIFG BCBR",
      })
  void presentWeatherIsAsWritten(String groups, String weather) throws MetarFault {
    assertThat(MetarParser.parse("METAR AAAA 042130Z 00000KT " + groups).presentWeather())
        .isEqualTo(weather);
  }

  @Test
  void readsNoTrendForAnObservation() throws MetarFault {
    MetarReport report =
        MetarParser.parse("LXYZ 092050Z VRB02MPS CAVOK M02/M10 Q0998 BECMG 27020G40KT 0300 FG=");

    assertThat(report.kind()).isEqualTo(MetarReport.Kind.UNKNOWN);
    assertThat(report.windDirection()).isNaN();
    assertThat(report.windSpeed()).isEqualTo(2);
    assertThat(report.windGust()).isNaN();
    assertThat(report.visibility()).isEqualTo(10_000);
    assertThat(report.temperature()).isEqualTo(-2);
    assertThat(report.altimeter()).isEqualTo(998);
    assertThat(report.seaLevelPressure()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "10SM, 16093.44",
    "1/4SM, 402.336",
    "M1/4SM, 201.168",
    "2 1/2SM, 4023.36",
    "9999, 10000",
    "0350, 350",
    "0000, 0",
    "CAVOK, 10000",
    "2000 1200SW, 2000",
    "////, NaN",
    "P6SM, 9656.064"
  })
  void visibility(String group, double metres) throws MetarFault {
    check(group, MetarReport::visibility, metres);
  }

  @ParameterizedTest
  @CsvSource({
    "00000KT, 0, NaN",
    "VRB03KT, 1.543333, NaN",
    "36010MPS, 10, 360",
    "/////KT, NaN, NaN",
    "270100G120KT, 51.444444, 270",
    "09036KMH, 10, 90"
  })
  void wind(String group, double speed, double direction) throws MetarFault {
    check(group, MetarReport::windSpeed, speed);
    check(group, MetarReport::windDirection, direction);
  }

  /** The altimeter setting decides on what SLPppp leaves out; the rule of 500 only without it. */
  @ParameterizedTest
  @CsvSource({
    "A2992 RMK SLP132, 1013.2", "A2797 RMK SLP472, 947.2", "A3095 RMK SLP480, 1048.0",
    "A3110 RMK SLP532, 1053.2", "RMK SLP982, 998.2", "RMK SLP125, 1012.5",
    "A2640 RMK SLP941, 894.1", "A2992 RMK SLPNO, NaN"
  })
  void seaLevelPressure(String groups, double hpa) throws MetarFault {
    check(groups, MetarReport::seaLevelPressure, hpa);
  }

  @ParameterizedTest
  @CsvSource({
    "METAR KXYZ 261151Z COR 00000KT, 1", "METAR COR KXYZ 261151Z 00000KT, 1",
    "KXYZ 261151Z CCB 00000KT, 2", "KXYZ 261151Z 00000KT, 0"
  })
  void corrections(String text, int revision) throws MetarFault {
    assertThat(MetarParser.parse(text).correction()).isEqualTo(revision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SA7 WEATHER|'SA7' where a station of four letters such as KJFK is expected",
        "METAR KXYZ|the report ends where a time such as 261151Z is expected",
        "KXYZ 321151Z 00000KT|'321151Z' is no time; day 01 to 31, hour 00 to 23 and minute 00 to 59",
        "METAR KXYZ 261151Z NIL|NIL: the station has sent no report",
        "=|the report is empty"
      })
  void whatIsNoReport(String text, String message) {
    assertThatThrownBy(() -> MetarParser.parse(text))
        .isInstanceOf(MetarFault.class)
        .hasMessage(message);
  }

  /** Groups cut, doubled, swapped and overwritten: a report or a fault, never another exception. */
  @Test
  void anyTextIsAReportOrAFault() {
    Random random = new Random(7);
    String good =
        "METAR COR KXYZ 261151Z AUTO 02015G25KT 1 1/2SM M1/4SM 9999 CAVOK 03/M01 A2956 Q0998 RMK AO2"
            + " SLP009 P0012 4/003 T00281011 TEMPO NIL ////";
    int reports = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int edit = random.nextInt(6); edit >= 0; edit--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
          case 2 -> text.insert(at, text.charAt(random.nextInt(text.length())));
          default -> text.delete(at, Math.min(text.length(), at + random.nextInt(9)));
        }
        if (text.isEmpty()) {
          text.append(' ');
        }
      }
      try {
        MetarParser.parse(text.toString());
        reports++;
      } catch (MetarFault e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(reports).isGreaterThan(1000);
  }

  private static void check(String groups, ToDoubleFunction<MetarReport> value, double expected)
      throws MetarFault {
    double actual = value.applyAsDouble(MetarParser.parse("KXYZ 261151Z " + groups));
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isEqualTo(expected, within(1e-6));
    }
  }
}
