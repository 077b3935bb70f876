package io.petrel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlausibilityTest {
  private final List<String> dropped = new ArrayList<>();
  private final Plausibility plausibility = new Plausibility(dropped::add);

  /** A sensor's 101 % means 100; 105 % means that it is broken. */
  @ParameterizedTest
  @CsvSource({
    "100, 100",
    "100.1, 100",
    "101, 100",
    "104, 100",
    "104.1, NaN",
    "105, NaN",
    "-1, NaN",
    "0, 0"
  })
  void humidity(double told, double right) {
    Observation checked =
        plausibility.check(
            Observation.at("x:1", 0)
                .set(Variables.HUMIDITY_PCT, told)
                .set(Variables.TEMPERATURE_C, -1)
                .build());

    assertThat(checked.value(Variables.HUMIDITY_PCT)).isEqualTo(Double.valueOf(right));
    assertThat(checked.value(Variables.TEMPERATURE_C)).isEqualTo(-1);
    assertThat(dropped).isEqualTo(Double.isNaN(right) ? List.of("humidity_pct") : List.of());
  }

  @Test
  void whatIsPossibleIsNotCopied() {
    Observation observation =
        Observation.at("x:1", 0).set(Variables.HUMIDITY_PCT, 100).extra("flashes", 3).build();

    assertThat(plausibility.check(observation)).isSameAs(observation);
  }

  @Test
  void infinityIsNoValue() {
    Observation checked =
        plausibility.check(
            Observation.at("x:1", 0)
                .set(Variables.WIND_SPEED_MS, Double.POSITIVE_INFINITY)
                .extra("flashes", Double.NEGATIVE_INFINITY)
                .build());

    assertThat(checked.has(Variables.WIND_SPEED_MS)).isFalse();
    assertThat(checked.extra("flashes")).isNaN();
    assertThat(dropped).containsExactly("wind_speed_ms", "extra");
  }
}
