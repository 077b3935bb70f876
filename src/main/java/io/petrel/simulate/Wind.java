package io.petrel.simulate;

/**
 * Horizontal wind.
 *
 * @param east towards the east, m/s
 * @param north towards the north, m/s
 */
record Wind(double east, double north) {
  static final Wind CALM = new Wind(0, 0);

  double speed() {
    return StrictMath.hypot(east, north);
  }

  /** The direction from which it blows, degrees, in (0, 360]; 360 is north. */
  double fromDegrees() {
    double degrees = StrictMath.toDegrees(StrictMath.atan2(-east, -north));
    return degrees <= 0 ? degrees + 360 : degrees;
  }

  Wind plus(Wind other) {
    return new Wind(east + other.east, north + other.north);
  }

  Wind times(double factor) {
    return new Wind(east * factor, north * factor);
  }

  /** Turned to the right, as seen from above: the wind veers. */
  Wind veered(double degrees) {
    double angle = StrictMath.toRadians(degrees);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    return new Wind(east * cos + north * sin, north * cos - east * sin);
  }

  /** A wind of the same direction, faster by that much. */
  Wind strengthened(double metresPerSecond) {
    double speed = speed();
    return speed < 0.1 ? this : times((speed + metresPerSecond) / speed);
  }
}
