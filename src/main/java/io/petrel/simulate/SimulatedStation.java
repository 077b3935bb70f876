package io.petrel.simulate;

/**
 * A simulated station.
 *
 * @param id such as {@code sim:S01}
 * @param name for people
 * @param elevationM above mean sea level
 */
record SimulatedStation(
    String id, String name, Terrain terrain, double eastKm, double northKm, double elevationM) {
  /** Middle of the network: in the open Atlantic, so that it is not a real place. */
  private static final double MIDDLE_LATITUDE = 52.5;

  private static final double MIDDLE_LONGITUDE = -16.0;
  private static final double KM_PER_DEGREE = 111.2;
  private static final double EARTH_ROTATION = 7.2921e-5;

  double latitude() {
    return MIDDLE_LATITUDE + northKm / KM_PER_DEGREE;
  }

  double longitude() {
    double shrink = StrictMath.cos(StrictMath.toRadians(MIDDLE_LATITUDE));
    return MIDDLE_LONGITUDE + eastKm / (KM_PER_DEGREE * shrink);
  }

  /** Coriolis parameter, 1/s. */
  double coriolis() {
    return 2 * EARTH_ROTATION * StrictMath.sin(StrictMath.toRadians(latitude()));
  }

  /** Mean solar time there, hours in [0, 24). */
  double localHour(long timeMillis) {
    double utcHour = Math.floorMod(timeMillis, 86_400_000L) / 3_600_000.0;
    double hour = utcHour + longitude() / 15;
    return hour - 24 * Math.floor(hour / 24);
  }
}
