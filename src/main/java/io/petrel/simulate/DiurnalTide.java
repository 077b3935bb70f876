package io.petrel.simulate;

/**
 * The semidiurnal wave of pressure that the sun drives: Haurwitz (1956), in Chapman and Lindzen
 * (1970), Atmospheric Tides: 1.16 hPa sin^3(colatitude) sin(2 t + 158 degrees), t local mean solar
 * time. Two highs a day, about 9:44 and 21:44; 0.26 hPa at 52.5 degrees north.
 */
final class DiurnalTide {
  private DiurnalTide() {}

  static double pressureHpa(double latitude, double localHour) {
    double phase = StrictMath.toRadians(2 * 15 * localHour + 158);
    return amplitudeHpa(latitude) * StrictMath.sin(phase);
  }

  static double amplitudeHpa(double latitude) {
    double cos = StrictMath.cos(StrictMath.toRadians(latitude));
    return 1.16 * cos * cos * cos;
  }
}
