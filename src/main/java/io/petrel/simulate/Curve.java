package io.petrel.simulate;

/** Smooth shapes between 0 and 1. */
final class Curve {
  private Curve() {}

  /** 0 before {@code from}, 1 after {@code to}, a cubic between; {@code from > to} falls. */
  static double ramp(double from, double to, double x) {
    double t = Math.min(1, Math.max(0, (x - from) / (to - from)));
    return t * t * (3 - 2 * t);
  }

  /** 1 at the middle, 0.37 at one {@code width} from it. */
  static double bell(double middle, double width, double x) {
    double t = (x - middle) / width;
    return StrictMath.exp(-t * t);
  }

  static double mix(double a, double b, double shareOfB) {
    return a + (b - a) * shareOfB;
  }
}
