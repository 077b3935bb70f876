package io.petrel.simulate;

/**
 * A thunderstorm in the front's rain band; it moves with the front.
 *
 * @param southKm how far south of the low's centre
 * @param strength 0 to 1
 */
record SquallCell(double southKm, double strength) {
  private static final double HALF_WIDTH_KM = 11;

  /** 0 to 1: how much of the cell is felt there. */
  double at(double aheadKm, double northOfCentreKm) {
    return strength
        * Curve.bell(-4, 7, aheadKm)
        * Curve.bell(-southKm, HALF_WIDTH_KM, northOfCentreKm);
  }
}
