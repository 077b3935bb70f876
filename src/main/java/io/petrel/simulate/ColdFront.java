package io.petrel.simulate;

/**
 * The cold front of a low at one moment: a straight line that trails from the centre to the south
 * and turns around it with age.
 *
 * @param slope how many km the line lies further west for each km further south
 */
record ColdFront(double centreEastKm, double centreNorthKm, double slope) {

  /** Distance from the line, km: positive ahead of it, in the warm air; negative behind. */
  double aheadKm(double eastKm, double northKm) {
    double along = (eastKm - centreEastKm) - slope * (northKm - centreNorthKm);
    return along / StrictMath.sqrt(1 + slope * slope);
  }

  /** How sharp the front is there: 1 south of the centre, 0 north of it, where there is none. */
  double sharpness(double northKm) {
    return Curve.ramp(50, -30, northKm - centreNorthKm);
  }

  /** The trough in which the front lies, hPa below the low's own field: it ends abruptly. */
  static double troughHpa(double aheadKm) {
    return 2.5 * StrictMath.exp(aheadKm > 0 ? -aheadKm / 110 : aheadKm / 40);
  }

  /** Backed ahead, veered behind, degrees relative to the low's own wind. */
  static double veerDegrees(double aheadKm) {
    double behind = Curve.ramp(6, -6, aheadKm);
    double near = StrictMath.exp(-Math.abs(aheadKm) / 250);
    return near * Curve.mix(-22, 38, behind);
  }
}
