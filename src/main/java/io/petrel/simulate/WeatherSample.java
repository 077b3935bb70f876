package io.petrel.simulate;

/**
 * One sample of a station's weather.
 *
 * @param airDewPointC above {@code temperatureC} when there is fog
 * @param gustMs highest 3 s wind around the sample
 */
record WeatherSample(
    double pressureHpa,
    double temperatureC,
    double airDewPointC,
    Wind wind,
    double gustMs,
    double rainMmPerHour,
    double snowMmPerHour,
    double lightningPerHour) {
  private static final double MOST_FOG_WATER = 0.3;

  /**
   * Liquid water in the air, g/m3: 0.15 of the vapour above saturation (the rest becomes dew),
   * removed when wind mixes dry air in. The shares are estimates.
   */
  double fogWater() {
    double surplus =
        Humidity.saturationDensity(airDewPointC) - Humidity.saturationDensity(temperatureC);
    double still = StrictMath.exp(-StrictMath.pow(wind.speed() / 3, 2));
    return Math.min(MOST_FOG_WATER, 0.15 * Math.max(0, surplus) * still);
  }

  double dewPointC() {
    return Math.min(temperatureC, airDewPointC);
  }

  double humidityPct() {
    return Humidity.relativePct(temperatureC, dewPointC());
  }

  double visibilityM() {
    return Visibility.metres(fogWater(), rainMmPerHour, snowMmPerHour, temperatureC, humidityPct());
  }

  /**
   * Meteorological optical range: extinctions (1/km) add up, and the range is the distance at which
   * 5 % of the contrast is left (WMO-No. 8, chapter 9: 2.996 / extinction).
   *
   * <ul>
   *   <li>Fog: 144.7 W^0.88, W liquid water in g/m3; Kunkel (1984), J. Climate Appl. Meteor. 23,
   *       34.
   *   <li>Rain: 1.076 R^0.67 dB/km, R in mm/h; Carbonneau and Wisely (1998), Proc. SPIE 3232, 98.
   *   <li>Snow: 3.84 S^0.72 (wet) or 5.53 S^1.38 (dry) dB/km, S in mm/h; ITU-R P.1814 at 550 nm.
   *   <li>Haze: an estimate, 60 km in dry air, denser as the air becomes moist.
   * </ul>
   */
  static final class Visibility {
    private static final double DECIBELS_PER_NEPER = 4.343;
    private static final double RANGE = 2996;

    private Visibility() {}

    /**
     * @param fogWater liquid water, g/m3
     * @param rainMmPerHour liquid only
     * @param snowMmPerHour frozen only, as water
     * @return metres
     */
    static double metres(
        double fogWater,
        double rainMmPerHour,
        double snowMmPerHour,
        double temperatureC,
        double humidityPct) {
      double moist = Math.max(0, Math.min(99, humidityPct) - 40) / 60;
      double extinction =
          0.05
              + 0.35 * StrictMath.pow(moist, 6)
              + 144.7 * StrictMath.pow(fogWater, 0.88)
              + 1.076 * StrictMath.pow(rainMmPerHour, 0.67) / DECIBELS_PER_NEPER
              + snowDecibels(snowMmPerHour, temperatureC) / DECIBELS_PER_NEPER;
      return RANGE / extinction;
    }

    private static double snowDecibels(double mmPerHour, double temperatureC) {
      return temperatureC > -0.5
          ? 3.84 * StrictMath.pow(mmPerHour, 0.72)
          : 5.53 * StrictMath.pow(mmPerHour, 1.38);
    }
  }
}
