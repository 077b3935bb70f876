package io.petrel.rule.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.GoldenFile;
import io.petrel.issue.Issue;
import io.petrel.issue.IssuePrinter;
import io.petrel.issue.SourceText;
import io.petrel.rule.expr.syntax.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpressionFaultsTest {
  private static final Names NAMES =
      new Names(
          List.of(
              new Names.StepName("trough", 0, Names.Shape.SINGLE, null),
              new Names.StepName("gusts", 1, Names.Shape.LIST, null),
              new Names.StepName("later", 2, Names.Shape.SINGLE, "step 'later' comes later")),
          null);
  private static final List<String> FAULTY =
      List.of(
          // Syntax
          "",
          "a >",
          "temperature_c = 3.0",
          "temperature_c & true",
          "temperature_c > 3hPa",
          "\"abc",
          "temperature_c humidity_pct",
          "(temperature_c > 3.0",
          "temperature_c > 3.0)",
          "temperature_c > 1.0 and true",
          "not true",
          "fall(pressure_hpa, 3h) > 3.0",
          "true ? 2",
          "99999999999999999999999 > 1",
          "temperature_c ≥ 3.0",
          "temperature_c <> 3.0",
          "for > 3",
          "temperature_c => 3.0",
          "Foo{a: 1}",
          "{1: 2}",
          "trough.?time",
          "trough..time",
          "trough.",
          "3 > 5,5",
          "a; b",
          "température > 3.0",
          "b'abc' == b'x'",
          "null == trough",
          "temperature_c > 1e999",
          "pressure_hpa < 1000.0 // low && wind_gust_ms > 20.0",
          "station_name == \"a//b\" && region == 'it\\'s // not' // but this is",
          // Names
          "temprature_c > 3.0",
          "xyz > 3.0",
          "trough.presure_hpa > 3.0",
          "later.pressure_hpa > 3.0",
          "troughs.pressure_hpa > 3.0",
          "gusts.wind_gust_ms > 3.0",
          "trough[0].pressure_hpa > 3.0",
          "pressure_hpa.x > 3.0",
          "turn > 3.0",
          "rond(3.0) > 2.0",
          "size.x > 1",
          // Types
          "pressure_hpa",
          "true + 1 > 2",
          "pressure_hpa == \"x\"",
          "!pressure_hpa",
          "pressure_hpa && true",
          "true > false",
          "region > \"a\"",
          "time > 3.0",
          "time + 3.0 > time",
          "time == \"2026\"",
          "region in \"nyc\"",
          "[] == 3",
          "region in [1, 2]",
          "temperature_c in [1.0, \"a\"]",
          "gusts == 3",
          "trough > 3.0",
          "quality == \"god\"",
          "quality in [\"good\", \"bda\"]",
          "(true ? 1.0 : \"x\") == 1.0",
          "-region == 3",
          "extra > 3",
          "gusts[-1].time == time",
          "gusts[0.5].time == time",
          // Units
          "pressure_hpa > knots(34)",
          "wind_speed_ms > fahrenheit(34)",
          "temperature_c + wind_speed_ms > 3.0",
          "min(pressure_hpa, wind_speed_ms) > 3.0",
          "temperature_c - fahrenheit(9) > 3.0",
          "trough.temperature_c - temperature_c > dew_point_c",
          "fahrenheit(32) + fahrenheit(9) > temperature_c",
          "knots(wind_speed_ms) > 3.0",
          "knots(\"34\") > 3.0",
          "heat_index(temperature_c, temperature_c) > 3.0",
          "wind_chill(trough.temperature_c - temperature_c, wind_speed_ms) < 3.0",
          "visibility_m in [knots(3)]",
          // Functions
          "turn(3.0) > 1.0",
          "temperature_c.abs() > 3.0",
          "all(gusts, true)",
          "pressure_hpa.all(x, true)",
          "gusts.all(x) == true",
          "gusts.all(3, true)",
          "gusts.all(x, x)",
          "gusts.all(time, true)",
          "gusts.map(g, g.region) == 3",
          "gusts.all(x, gusts.all(y, gusts.all(z, true)))",
          "has(3.0)",
          "has(has)",
          "round(temperature_c, 9) > 1.0",
          "station_id.matches(\"(\")",
          "station_id.matches(region)",
          "time.getHours(\"Mars\") == 1",
          "region.getHours() == 1",
          "size(temperature_c) == 1",
          "last(trough).time == time",
          "duration(\"3x\") > hours(1)",
          "timestamp(\"now\") > time",
          "min(temperature_c) > 3.0",
          // Measures
          "fall(pressure_hpa) > 3.0",
          "fall(pressure_hpa, \"3x\") > 3.0",
          "fall(pressure_hpa, 3.0) > 3.0",
          "fall(presure_hpa, \"3h\") > 3.0",
          "fall(trough.pressure_hpa, \"3h\") > 3.0",
          "fall(region, \"3h\") > 3.0",
          "fall(pressure_hpa - 3.0, \"3h\") > 3.0",
          "previous(pressure_hpa, \"3h\") > 3.0",
          "gusts.all(g, fall(g.pressure_hpa, \"3h\") > 3.0)",
          // Several at once
          "temprature_c > 3.0 && presure_hpa < knots(3) && turn(1.0) > 2.0");

  @Test
  void areToldInTheAuthorsWords() {
    StringBuilder all = new StringBuilder();
    for (String text : FAULTY) {
      List<Issue> issues = faults(text);
      assertThat(issues).as(text).isNotEmpty();
      all.append(IssuePrinter.print(issues)).append('\n');
    }
    GoldenFile.assertEquals("expressions.txt", all.toString());
  }

  @Test
  void anyTextIsCompiledOrRefusedWithinItsLimits() {
    long seed = Long.getLong("petrel.seed", System.nanoTime());
    int cases = Integer.getInteger("petrel.cases", 3000);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> pieces =
        List.of(
            "pressure_hpa",
            "trough",
            "gusts",
            ".",
            "(",
            ")",
            "[",
            "]",
            "0",
            "1.5",
            "&&",
            "||",
            "!",
            "-",
            "+",
            "*",
            "/",
            "%",
            "==",
            "<",
            ">=",
            "in",
            "?",
            ":",
            ",",
            "\"3h\"",
            "fall",
            "all",
            "x",
            "has",
            "time",
            "duration",
            "fahrenheit",
            " ",
            "'",
            "\"",
            "\\",
            "\u0000",
            "é",
            "😀",
            "{",
            "}",
            "9999999999",
            "1e400",
            "null",
            "true",
            "map",
            "size",
            "turn",
            "knots");
    for (int i = 0; i < cases; i++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(30);
      for (int k = 0; k < length; k++) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      assertNoCrash(text.toString(), seed);
      assertNoCrash(FAULTY.get(random.nextInt(FAULTY.size())) + text, seed);
    }
  }

  @Test
  void hugeAndDeepTextsAreRefusedQuickly() {
    for (String text :
        List.of(
            "(".repeat(5000) + "1" + ")".repeat(5000),
            "!".repeat(9999) + "true",
            "-".repeat(9999) + "1 > 0",
            "1" + "+1".repeat(4000) + " > 0",
            "trough" + ".x".repeat(4000),
            "[".repeat(9000),
            "true" + " && true".repeat(1100),
            "x".repeat(9_999),
            "x".repeat(10_000_000))) {
      assertNoCrash(text, 0);
    }
  }

  private static void assertNoCrash(String text, long seed) {
    List<String> faults = new ArrayList<>();
    try {
      var condition =
          new ExpressionCompiler(new MeasureTable(null))
              .condition(text, NAMES, ExpressionCompilerTest.collect(faults));
      assertThat(condition.isPresent()).isEqualTo(faults.isEmpty());
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed + ": " + text, e);
    }
  }

  private static List<Issue> faults(String text) {
    SourceText source = new SourceText("test", text);
    List<Issue> issues = new ArrayList<>();
    new ExpressionCompiler(new MeasureTable(null))
        .condition(
            text,
            NAMES,
            new Faults() {
              @Override
              public void error(int offset, int length, String message) {
                issues.add(Issue.error(source, 1, offset + 1, length, message));
              }

              @Override
              public void warning(int offset, int length, String message) {
                issues.add(Issue.warning(source, 1, offset + 1, length, message));
              }
            });
    return issues;
  }
}
