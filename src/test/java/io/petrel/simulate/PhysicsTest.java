package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petrel.simulate.Atmosphere.DiurnalTide;
import io.petrel.simulate.StationSimulator.AutoregressiveNoise;
import io.petrel.simulate.WeatherSample.Visibility;
import org.junit.jupiter.api.Test;

class PhysicsTest {

  @Test
  void windKnowsItsDirectionAndTurns() {
    assertThat(new Wind(0, -10).fromDegrees()).isEqualTo(360); // northerly
    assertThat(new Wind(10, 0).fromDegrees()).isEqualTo(270); // westerly
    assertThat(new Wind(0, 10).veered(45).fromDegrees()).isCloseTo(225, within(1e-9));
    assertThat(new Wind(3, 4).strengthened(5).speed()).isCloseTo(10, within(1e-9));
  }

  @Test
  void tideHasItsHighsBeforeTenAndTwentyTwo() {
    double latitude = 52.5;
    double amplitude = DiurnalTide.amplitudeHpa(latitude);
    assertThat(amplitude).isCloseTo(0.26, within(0.005));
    assertThat(DiurnalTide.amplitudeHpa(0)).isEqualTo(1.16);
    for (double high : new double[] {9.733, 21.733}) {
      assertThat(DiurnalTide.pressureHpa(latitude, high)).isCloseTo(amplitude, within(1e-6));
      assertThat(DiurnalTide.pressureHpa(latitude, high - 6)).isCloseTo(-amplitude, within(1e-6));
    }
  }

  @Test
  void humidityMatchesPublishedValues() {
    // Saturation vapour pressure over water, WMO tables: 6.11, 12.27, 23.37 hPa.
    assertThat(Humidity.saturationHpa(0)).isCloseTo(6.11, within(0.01));
    assertThat(Humidity.saturationHpa(10)).isCloseTo(12.27, within(0.03));
    assertThat(Humidity.saturationHpa(20)).isCloseTo(23.37, within(0.06));
    assertThat(Humidity.saturationDensity(20)).isCloseTo(17.3, within(0.1));
    assertThat(Humidity.relativePct(20, 20)).isEqualTo(100);
    assertThat(Humidity.relativePct(20, 10)).isCloseTo(52.5, within(0.5));
  }

  @Test
  void visibilityFallsWithFogRainAndSnow() {
    assertThat(Visibility.metres(0, 0, 0, 15, 50)).isGreaterThan(50_000);
    // 3 / 0.248 per km, and haze: moderate rain of 1 mm/h still leaves about 10 km.
    assertThat(Visibility.metres(0, 1, 0, 10, 80)).isBetween(9_000.0, 11_000.0);
    assertThat(Visibility.metres(0.02, 0, 0, 5, 100)).isBetween(500.0, 800.0);
    assertThat(Visibility.metres(0.2, 0, 0, 5, 100)).isLessThan(100);
    assertThat(Visibility.metres(0, 0, 2, -3, 95))
        .isLessThan(Visibility.metres(0, 2, 0, 3, 95) / 5);
  }

  @Test
  void wobbleKeepsItsSpread() {
    SeededRandom dice = SeededRandom.of(7, "wobble", 0);
    AutoregressiveNoise wobble = new AutoregressiveNoise(10, dice);
    double sum = 0;
    double squares = 0;
    int count = 50_000;
    for (int i = 0; i < count; i++) {
      wobble.advance(2, dice);
      sum += wobble.value();
      squares += wobble.value() * wobble.value();
    }
    assertThat(sum / count).isCloseTo(0, within(0.06));
    assertThat(squares / count).isCloseTo(1, within(0.06));
  }

  @Test
  void networkCoversFourRegionsAndNamesAreUnique() {
    var stations = StationNetwork.of(1, 60);
    assertThat(stations)
        .extracting(SimulatedStation::id)
        .doesNotHaveDuplicates()
        .contains("sim:S01");
    assertThat(stations).extracting(SimulatedStation::name).doesNotHaveDuplicates();
    for (Terrain terrain : Terrain.values()) {
      assertThat(stations).filteredOn(station -> station.terrain() == terrain).hasSize(15);
    }
    assertThat(StationNetwork.of(1, 10_000))
        .extracting(SimulatedStation::name)
        .doesNotHaveDuplicates();
  }
}
