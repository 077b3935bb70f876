package io.petrel.rule.expr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.petrel.rule.Condition;
import io.petrel.rule.Truth;
import io.petrel.weather.Observation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditions are evaluated for every observation, so they make no garbage. */
class EvaluationCostTest {
  private static final int EVALUATIONS = 200_000;
  private static final Names NAMES =
      new Names(List.of(new Names.StepName("start", 0, Names.Shape.SINGLE, null)), null);

  @Test
  void conditionsAllocateNothing() {
    Observation now =
        Observation.at("s", 3_600_000)
            .region("nyc")
            .set("pressure_hpa", 1000)
            .set("temperature_c", -3)
            .set("wind_speed_ms", 18)
            .set("wind_direction_deg", 10)
            .build();
    Observation start = Observation.at("s", 0).set("pressure_hpa", 1006.1).build();
    FixedScope scope = new FixedScope(now, Map.of(0, List.of(start)), List.of(6.0));
    for (String text :
        List.of(
            "start.pressure_hpa - pressure_hpa >= 6.0 && wind_speed_ms > knots(20)",
            "fall(pressure_hpa, \"3h\") >= 6.0 || humidity_pct > 90.0",
            "time - start.time <= hours(1) && turn(wind_direction_deg, 350.0) < 45.0",
            "has(start) && region == \"nyc\" && wind_chill(temperature_c, wind_speed_ms) < 0.0",
            "(has(wind_gust_ms) ? wind_gust_ms : wind_speed_ms) > 17.2")) {
      Condition condition =
          new ExpressionCompiler(new MeasureTable(null))
              .condition(text, NAMES, ExpressionCompilerTest.collect(new ArrayList<>()))
              .orElseThrow();
      assertThat(evaluate(condition, scope, 1000)).isEqualTo(1000);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      long nanos = System.nanoTime();
      evaluate(condition, scope, EVALUATIONS);
      nanos = System.nanoTime() - nanos;
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(bytes).as("%s: %d ns each", text, nanos / EVALUATIONS).isLessThan(EVALUATIONS / 4);
    }
  }

  private static int evaluate(Condition condition, FixedScope scope, int times) {
    int held = 0;
    for (int i = 0; i < times; i++) {
      held += condition.evaluate(scope) == Truth.TRUE ? 1 : 0;
    }
    return held;
  }
}
