package io.petrel.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MoistureTest {
  /** Saturation vapour pressures in hPa of WMO-No. 8, annex 4.B: 12.27 at 10 °C, 23.37 at 20 °C. */
  @Test
  void humidityIsTheRatioOfTheTabledPressures() {
    assertThat(Moisture.humidity(20, 10)).isCloseTo(100 * 12.27 / 23.37, within(0.1));
    assertThat(Moisture.humidity(-3, -3)).isEqualTo(100);
    assertThat(Moisture.humidity(-3, Double.NaN)).isNaN();
    assertThat(Moisture.humidity(Double.NaN, -3)).isNaN();
  }

  /** At -10 °C 2.863 hPa over water and 2.599 hPa over ice (Goff and Gratch). */
  @Test
  void overIceAirIsNearerToSaturation() {
    assertThat(Moisture.humidityOverIce(-10, -10)).isCloseTo(100 * 2.863 / 2.599, within(0.3));
    assertThat(Moisture.humidityOverIce(0, 0)).isCloseTo(100, within(1e-9));
  }

  @Test
  void dewPointAndHumidityAreInverse() {
    for (int t = -40; t <= 50; t += 5) {
      for (int h = 5; h <= 100; h += 5) {
        double dewPoint = Moisture.dewPoint(t, h);
        assertThat(Moisture.humidity(t, dewPoint)).isCloseTo(h, within(1e-9));
      }
    }
    assertThat(Moisture.dewPoint(20, 0)).isNaN();
  }
}
