package io.petrel.simulate;

/**
 * The large-scale field in which the lows move: a westerly flow, and the ridge of high pressure
 * that follows each low.
 */
final class Background {
  private static final double MEAN_HPA = 1006;
  private static final double RIDGE_HPA = 14;

  /** Pressure falls to the north; the geostrophic wind of this slope is a 4.5 m/s westerly. */
  private static final double SLOPE_HPA_PER_KM = -0.0063;

  private Background() {}

  /** The strength of the ridge, 0 to 1, that many hours after a storm entered. */
  static double ridge(double age) {
    return Curve.ramp(14, 25, age) * Curve.ramp(58, 46, age);
  }

  static double pressureHpa(double northKm, double age) {
    double ridge = ridge(age);
    return MEAN_HPA + RIDGE_HPA * ridge + SLOPE_HPA_PER_KM * northKm * (1 - ridge);
  }

  /** Geostrophic wind of {@link #pressureHpa}. */
  static Wind wind(double age, double coriolis) {
    double pascalPerMetre = SLOPE_HPA_PER_KM * 0.1 * (1 - ridge(age));
    return new Wind(-pascalPerMetre / (HollandProfile.AIR_DENSITY * coriolis), 0);
  }
}
