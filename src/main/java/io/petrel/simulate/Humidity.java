package io.petrel.simulate;

/**
 * Water vapour, by the Magnus form of Alduchov and Eskridge (1996), J. Appl. Meteor. 35, 601-609,
 * over water.
 */
final class Humidity {
  private static final double A = 6.1094;
  private static final double B = 17.625;
  private static final double C = 243.04;
  private static final double VAPOUR_GAS_CONSTANT = 461.5;

  private Humidity() {}

  /** Saturation vapour pressure, hPa. */
  static double saturationHpa(double celsius) {
    return A * StrictMath.exp(B * celsius / (C + celsius));
  }

  /** Vapour in saturated air, g/m3. */
  static double saturationDensity(double celsius) {
    return 100_000 * saturationHpa(celsius) / (VAPOUR_GAS_CONSTANT * (celsius + 273.15));
  }

  /** Relative humidity, percent, at most 100. */
  static double relativePct(double celsius, double dewPointCelsius) {
    return Math.min(100, 100 * saturationHpa(dewPointCelsius) / saturationHpa(celsius));
  }
}
