package io.petrel.rule.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petrel.rule.Measure;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.syntax.Faults;
import io.petrel.weather.Moisture;
import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionCompilerTest {
  private static final Instant TIME = Instant.parse("2026-01-15T06:30:00Z");
  private static final Observation NOW =
      Observation.at("icao:KJFK", TIME)
          .region("nyc")
          .quality(Quality.GOOD)
          .set("pressure_hpa", 1007.3)
          .set("temperature_c", -5)
          .set("wind_speed_ms", 17.5)
          .set("wind_direction_deg", 350)
          .set("visibility_m", 400)
          .set("precip_mm", 51)
          .set("snow_depth_cm", 16)
          .extra("lightning_count", 3)
          .build();
  private static final Observation TROUGH =
      Observation.at("icao:KJFK", TIME.minus(Duration.ofMinutes(60)))
          .set("pressure_hpa", 1013.3)
          .set("temperature_c", 0)
          .set("wind_direction_deg", 20)
          .build();
  private static final List<Observation> GUSTS =
      List.of(gust(10, 22.0), gust(20, 25.0), gust(30, Double.NaN));
  private static final Names NAMES =
      new Names(
          List.of(
              new Names.StepName("trough", 0, Names.Shape.SINGLE, null),
              new Names.StepName("gusts", 1, Names.Shape.LIST, null),
              new Names.StepName("untaken", 2, Names.Shape.SINGLE, null),
              new Names.StepName("none", 3, Names.Shape.LIST, null),
              new Names.StepName("later", 4, Names.Shape.SINGLE, "step 'later' comes later")),
          null);

  private static Observation gust(int minute, double speed) {
    return Observation.at("icao:KJFK", TIME.plusSeconds(60L * minute))
        .set("wind_gust_ms", speed)
        .build();
  }

  private static FixedScope scope(Double... measures) {
    return new FixedScope(NOW, Map.of(0, List.of(TROUGH), 1, GUSTS), List.of(measures));
  }

  private static Truth truth(String text, Double... measures) {
    List<String> faults = new ArrayList<>();
    var compiled =
        new ExpressionCompiler(new MeasureTable(null)).condition(text, NAMES, collect(faults));
    assertThat(faults).as(text).isEmpty();
    return compiled.orElseThrow().evaluate(scope(measures));
  }

  private static double number(String text, Double... measures) {
    List<String> faults = new ArrayList<>();
    var compiled =
        new ExpressionCompiler(new MeasureTable(null)).number(text, NAMES, collect(faults));
    assertThat(faults).as(text).isEmpty();
    return compiled.orElseThrow().evaluate(scope(measures));
  }

  @Test
  void presentWeatherIsATextThatMayBeMissing() {
    assertThat(weather("+TSRA BR", "present_weather.contains(\"TS\")")).isEqualTo(Truth.TRUE);
    assertThat(weather("-RA", "present_weather.contains(\"TS\")")).isEqualTo(Truth.FALSE);
    assertThat(weather(null, "present_weather.contains(\"TS\")")).isEqualTo(Truth.UNKNOWN);
    assertThat(weather(null, "!present_weather.contains(\"TS\")")).isEqualTo(Truth.UNKNOWN);
    assertThat(weather(null, "present_weather == \"95\" || temperature_c < 0.0"))
        .isEqualTo(Truth.TRUE);
    assertThat(weather(null, "has(present_weather)")).isEqualTo(Truth.FALSE);
    assertThat(weather("95", "has(present_weather) && feed == \"synop\"")).isEqualTo(Truth.TRUE);
  }

  private static Truth weather(@Nullable String presentWeather, String text) {
    Observation observation = NOW.toBuilder().presentWeather(presentWeather).feed("synop").build();
    return new ExpressionCompiler(new MeasureTable(null))
        .condition(text, NAMES, collect(new ArrayList<>()))
        .orElseThrow()
        .evaluate(FixedScope.of(observation));
  }

  private static String rendered(String text) {
    List<String> faults = new ArrayList<>();
    var compiled =
        new ExpressionCompiler(new MeasureTable(null)).template(text, NAMES, collect(faults));
    assertThat(faults).as(text).isEmpty();
    return compiled.orElseThrow().render(scope());
  }

  static Faults collect(List<String> faults) {
    return new Faults() {
      @Override
      public void error(int offset, int length, String message) {
        faults.add(offset + "+" + length + " " + message);
      }

      @Override
      public void warning(int offset, int length, String message) {
        faults.add(offset + "+" + length + " warning " + message);
      }
    };
  }

  @Nested
  class MissingValues {
    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "humidity_pct > 50.0 ; UNKNOWN",
          "humidity_pct > 50.0 && false ; FALSE",
          "false && humidity_pct > 50.0 ; FALSE",
          "humidity_pct > 50.0 || true ; TRUE",
          "humidity_pct > 50.0 && true ; UNKNOWN",
          "humidity_pct > 50.0 || false ; UNKNOWN",
          "!(humidity_pct > 50.0) ; UNKNOWN",
          "humidity_pct == humidity_pct ; UNKNOWN",
          "humidity_pct != 3.0 ; UNKNOWN",
          "has(humidity_pct) ; FALSE",
          "has(pressure_hpa) ; TRUE",
          "has(trough.pressure_hpa) ; TRUE",
          "has(untaken.pressure_hpa) ; FALSE",
          "has(untaken) ; FALSE",
          "has(trough) ; TRUE",
          "has(none) ; FALSE",
          "has(gusts) ; TRUE",
          "has(region) ; TRUE",
          "has(trough.region) ; FALSE",
          "trough.region == 'x' ; UNKNOWN",
          "trough.region in ['x'] ; UNKNOWN",
          "has(extra.hail) ; FALSE",
          "extra.lightning_count >= 3 ; TRUE",
          "untaken.temperature_c < 3.0 ; UNKNOWN",
          "untaken.time < time ; UNKNOWN",
          "pressure_hpa / 0.0 > 1.0 ; UNKNOWN",
          "0.0 / 0.0 == 0.0 ; UNKNOWN",
          "pressure_hpa % 0.0 == 0.0 ; UNKNOWN",
          "1e308 * 10.0 > 1.0 ; UNKNOWN",
          "1e308 + 1e308 > 1.0 ; UNKNOWN",
          "sqrt(-1.0) > 0.0 ; UNKNOWN",
          "(humidity_pct > 5.0 ? true : true) ; UNKNOWN",
          "none.all(x, x.wind_gust_ms > 3.0) ; TRUE",
          "none.exists(x, x.wind_gust_ms > 3.0) ; FALSE",
          "gusts.all(x, x.wind_gust_ms > 20.0) ; UNKNOWN",
          "gusts.all(x, x.wind_gust_ms > 23.0) ; FALSE",
          "gusts.exists(x, x.wind_gust_ms > 24.0) ; TRUE",
          "gusts.exists(x, x.wind_gust_ms > 30.0) ; UNKNOWN",
          "gusts.exists_one(x, has(x.wind_gust_ms) && x.wind_gust_ms > 24.0) ; TRUE",
          "gusts[5].wind_gust_ms > 1.0 ; UNKNOWN",
        })
    void compareAsUnknown(String expression, Truth expected) {
      assertThat(truth(expression)).isEqualTo(expected);
    }
  }

  @Nested
  class Decimals {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "1013.3 - 1007.3 >= 6.0",
          "trough.pressure_hpa - pressure_hpa >= 6.0",
          "trough.pressure_hpa - pressure_hpa == 6.0",
          "trough.pressure_hpa - pressure_hpa <= 6.0",
          "!(trough.pressure_hpa - pressure_hpa > 6.0)",
          "!(trough.pressure_hpa - pressure_hpa < 6.0)",
          "0.1 + 0.2 == 0.3",
          "0.1 + 0.2 in [0.3]",
          "1.0 / 3.0 * 3.0 == 1.0",
          "7 / 2 == 3.5",
          "pressure_hpa > 5",
          "-7 % 3 == -1",
          "floor(0.1 * 3.0 * 10.0) == 3.0",
          "round(2.5) == 3.0",
          "round(-2.5) == -3.0",
          "round(1.005, 2) == 1.01",
          "abs(-3.5) == 3.5"
        })
    void areComparedAsWritten(String expression) {
      assertThat(truth(expression)).isEqualTo(Truth.TRUE);
    }
  }

  @Nested
  class UnitsOfMeasure {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "wind_speed_ms >= knots(34)",
          "!(wind_speed_ms >= knots(35))",
          "wind_speed_ms > mph(39.1)",
          "wind_speed_ms >= kmh(63)",
          "kmh(63) == 17.5 * 3.6",
          "knots(34) <= wind_speed_ms",
          "precip_mm >= inches(2)",
          "!(precip_mm >= inches(2.01))",
          "snow_depth_cm > inches(6)",
          "visibility_m < miles(0.25)",
          "visibility_m > feet(1312)",
          "pressure_hpa < inhg(29.75)",
          "temperature_c == fahrenheit(23)",
          "temperature_c < fahrenheit(32)",
          "trough.temperature_c - temperature_c == fahrenheit(9)",
          "trough.temperature_c - temperature_c >= 5.0",
          "temperature_c + fahrenheit(9) == trough.temperature_c",
          "fahrenheit(9) + temperature_c == trough.temperature_c",
          "trough.temperature_c > temperature_c + fahrenheit(8.9)",
          "fahrenheit(32) - temperature_c == 5.0",
          "(temperature_c + trough.temperature_c) / 2.0 == -2.5",
          "snow_depth_cm * 2.0 > inches(12)",
          "visibility_m / miles(1) < 0.25",
          "visibility_m > precip_mm",
          "min(wind_speed_ms, knots(10)) < 5.2",
          "time - trough.time <= duration(\"1h\")",
          "time - trough.time == hours(1)",
          "time - trough.time < minutes(60.1)",
          "time - hours(1) == trough.time",
          "time > timestamp(\"2026-01-15T07:29:59+01:00\")",
          "time.getHours() == 6",
          "time.getHours(\"America/New_York\") == 1",
          "time.getDayOfWeek() == 4",
          "time.getMonth() == 0"
        })
    void areConverted(String expression) {
      assertThat(truth(expression)).isEqualTo(Truth.TRUE);
    }

    @Test
    void differencesOfTemperatureIgnoreTheZeroPoint() {
      assertThat(truth("change(temperature_c, \"3h\") <= fahrenheit(-9)", -5.0))
          .isEqualTo(Truth.TRUE);
      assertThat(truth("fall(pressure_hpa, \"1h\") >= inhg(0.06)", 2.04)).isEqualTo(Truth.TRUE);
      assertThat(truth("fall(pressure_hpa, \"1h\") >= inhg(0.06)", 2.03)).isEqualTo(Truth.FALSE);
    }
  }

  @Nested
  class Values {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "station_id == \"icao:KJFK\"",
          "station_id.startsWith(\"icao:\")",
          "station_id.matches(\"^icao:K\")",
          "region in [\"nyc\", \"boston\"]",
          "!(region in ['boston'])",
          "quality == \"good\"",
          "revision == 0",
          "size(gusts) == 3",
          "gusts[0].wind_gust_ms == 22.0",
          "first(gusts).wind_gust_ms == 22.0",
          "last(gusts).time - first(gusts).time == minutes(20)",
          "max(gusts.map(g, g.wind_gust_ms)) == 25.0",
          "avg(gusts.map(g, g.wind_gust_ms)) == 23.5",
          "size(gusts.filter(g, g.wind_gust_ms > 23.0)) == 1",
          "gusts.exists(g, gusts.exists(h, h.wind_gust_ms > g.wind_gust_ms))",
          "turn(trough.wind_direction_deg, wind_direction_deg) == 30.0",
          "veer(trough.wind_direction_deg, wind_direction_deg) == -30.0",
          "max(1.0, 2.0, 3.0) == 3.0",
          "(temperature_c < 0.0 ? 1.0 : 2.0) == 1.0",
          "string(temperature_c) + \" deg\" == \"-5 deg\""
        })
    void areComputed(String expression) {
      assertThat(truth(expression)).isEqualTo(Truth.TRUE);
    }

    @Test
    void formulasAgreeWithPublishedTables() {
      // NWS heat index chart: 90 °F at 70 % is 105 °F; 100 °F at 40 % is 109 °F.
      assertThat(MeteorologicalFormulas.heatIndex(32.2222, 70))
          .isCloseTo(fahrenheit(105.9), within(0.1));
      assertThat(MeteorologicalFormulas.heatIndex(37.7778, 40))
          .isCloseTo(fahrenheit(109.3), within(0.1));
      // Environment Canada's table: -20 °C at 30 km/h feels like -33; NWS: 0 °F at 15 mph, -19 °F.
      assertThat(MeteorologicalFormulas.windChill(-20, 30 / 3.6)).isCloseTo(-32.6, within(0.1));
      assertThat(MeteorologicalFormulas.windChill(fahrenheit(0), 15 * 0.44704))
          .isCloseTo(fahrenheit(-19.4), within(0.1));
      assertThat(MeteorologicalFormulas.windChill(-20, 1)).isEqualTo(-20);
      assertThat(Moisture.dewPoint(20, 50)).isCloseTo(9.3, within(0.1));
      assertThat(Moisture.dewPoint(20, 100)).isCloseTo(20, within(1e-9));
      assertThat(Moisture.dewPoint(20, 0)).isNaN();
      assertThat(MeteorologicalFormulas.heatIndex(Double.NaN, 50)).isNaN();
      assertThat(MeteorologicalFormulas.turn(350, 10)).isEqualTo(20);
      assertThat(MeteorologicalFormulas.veer(350, 10)).isEqualTo(20);
      assertThat(MeteorologicalFormulas.veer(10, 350)).isEqualTo(-20);
      assertThat(MeteorologicalFormulas.veer(0, 180)).isEqualTo(180);
      assertThat(MeteorologicalFormulas.veer(180, 0)).isEqualTo(180);
    }

    private static double fahrenheit(double f) {
      return (f - 32) * 5 / 9;
    }

    @Test
    void equalMeasuresShareASlot() {
      MeasureTable table = new MeasureTable(null);
      new ExpressionCompiler(table)
          .condition(
              "fall(pressure_hpa, \"3h\") > 1 && fall(pressure_hpa, \"180m\") < 9"
                  + " && previous(extra.uv) > 1",
              NAMES,
              collect(new ArrayList<>()));
      assertThat(table.measures())
          .containsExactly(
              new Measure(
                  Measure.Kind.FALL,
                  io.petrel.weather.Variables.PRESSURE_HPA,
                  null,
                  Duration.ofHours(3),
                  null),
              new Measure(Measure.Kind.PREVIOUS, null, "uv", Duration.ZERO, null));
      assertThat(table.uses()).hasSize(3);
    }

    @Test
    void listsLongerThanTheBudgetAreUnknown() {
      List<Observation> many = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        many.add(gust(i, 10.0));
      }
      var compiled =
          new ExpressionCompiler(new MeasureTable(null))
              .condition(
                  "gusts.all(g, gusts.all(h, h.wind_gust_ms > 1.0))",
                  NAMES,
                  collect(new ArrayList<>()))
              .orElseThrow();
      assertThat(compiled.evaluate(new FixedScope(NOW, Map.of(1, many), List.of())))
          .isEqualTo(Truth.UNKNOWN);
      assertThat(compiled.steps()).containsExactly(1);
    }
  }

  @Nested
  class Templates {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Wind ${round(wind_speed_ms, 1)} m/s | Wind 17.5 m/s",
          "${pressure_hpa} ${temperature_c} | 1007.3 -5",
          "${humidity_pct} % | – %",
          "${trough.pressure_hpa - pressure_hpa} hPa | 6 hPa",
          "${station_name} in ${region} | icao:KJFK in nyc",
          "since ${trough.time} | since 2026-01-15 05:30 UTC",
          "took ${time - trough.time} | took 1 h",
          "${temperature_c < 0.0} | yes",
          "${1.0 / 3.0} | 0.33",
          "costs $5 and $${x} | costs $5 and ${x}",
          "${region == 'nyc' ? \"}\" : 'no'} | }",
        })
    void readWell(String template, String expected) {
      assertThat(rendered(template)).isEqualTo(expected);
    }
  }

  @Test
  void numbersKeepTheirUnit() {
    assertThat(number("wind_chill(temperature_c, wind_speed_ms)")).isCloseTo(-15.9, within(0.05));
    assertThat(number("-pressure_hpa")).isEqualTo(-1007.3);
    assertThat(number("humidity_pct")).isNaN();
  }

  @Test
  void tellsWhatItReadsAndWhatItComparesWith() {
    CompiledCondition condition =
        new ExpressionCompiler(new MeasureTable(null))
            .condition(
                "fall(pressure_hpa, \"3h\") >= inhg(0.06) && (extra.ab > -1.5 || quality == \"good\")"
                    + " && gusts.all(g, g.wind_gust_ms > knots(34)) && trough.time < time",
                NAMES,
                collect(new ArrayList<>()))
            .orElseThrow();
    assertThat(condition.fields())
        .containsExactly("pressure_hpa", "extra.ab", "quality", "wind_gust_ms");
    assertThat(condition.literals())
        .containsExactly(
            new CompiledCondition.Literal(0.06, Unit.INCH_OF_MERCURY),
            new CompiledCondition.Literal(-1.5, Unit.ONE),
            new CompiledCondition.Literal(34, Unit.KNOT));
  }
}
