package io.petrel.simulate;

/**
 * One sample of a station's weather.
 *
 * @param airDewPointC above {@code temperatureC} when there is fog
 * @param gustMs highest 3 s wind around the sample
 */
record Moment(
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
   * Liquid water in the air, g/m3: 0.15 of the vapour above saturation (the rest becomes dew), gone
   * when wind mixes dry air in. The shares are ours.
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
}
