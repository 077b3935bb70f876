package io.petrel.simulate;

/**
 * Pressure and wind around a low by Holland, G. J. (1980): An analytic model of the wind and
 * pressure profiles in hurricanes, Mon. Wea. Rev. 108, 1212-1218, with A written as Rmax^B.
 *
 * @param depthHpa pressure far away minus pressure in the centre, >= 0
 * @param radiusKm radius of the strongest cyclostrophic wind
 * @param b Holland's B: how peaked the profile is; 1 to 2.5 in hurricanes, about 1 in the wide lows
 *     of middle latitudes
 */
record HollandProfile(double depthHpa, double radiusKm, double b) {
  /** Density of the air near the ground, kg/m3 (Holland's value is 1.15, for the tropics). */
  static final double AIR_DENSITY = 1.2;

  /** Limits the distance, because near the centre the formulas divide by nearly 0. */
  private static final double SMALLEST_KM = 1;

  /** How much lower the pressure is at that distance than far away, hPa: Holland's eq. (4). */
  double deficitHpa(double distanceKm) {
    return depthHpa * (1 - StrictMath.exp(-shape(distanceKm)));
  }

  /**
   * The wind that balances pressure gradient, centrifugal and Coriolis force, m/s: Holland's eq.
   * (5).
   *
   * @param coriolis Coriolis parameter, 1/s
   */
  double gradientWind(double distanceKm, double coriolis) {
    double shape = shape(distanceKm);
    double cyclostrophicSquared = b * shape * depthHpa * 100 * StrictMath.exp(-shape) / AIR_DENSITY;
    double half = Math.max(SMALLEST_KM, distanceKm) * 1000 * coriolis / 2;
    return StrictMath.sqrt(cyclostrophicSquared + half * half) - half;
  }

  /**
   * The angle by which friction turns the wind inwards, degrees: Sobey, Harper and Stark (1977).
   */
  double inflowDegrees(double distanceKm) {
    double ratio = distanceKm / radiusKm;
    if (ratio < 1) {
      return 10 * ratio;
    }
    return ratio < 1.2 ? 10 + 75 * (ratio - 1) : 25;
  }

  private double shape(double distanceKm) {
    return StrictMath.pow(radiusKm / Math.max(SMALLEST_KM, distanceKm), b);
  }
}
