package io.petrel.rule.expr.typed;

import io.petrel.rule.Truth;

/**
 * Compares numbers as decimals: on a grid of one millionth, finer than any field's resolution, so
 * that 1013.3 - 1007.3 equals 6.0.
 */
public final class DecimalComparison {
  /** One step of the grid. */
  public static final double STEP = 1e-6;

  private static final double PER_UNIT = 1e6;

  /**
   * Numbers more than two steps apart are at different points of the grid, whatever the rounding.
   */
  private static final double CLEAR = 2 * STEP;

  /** From here on a double is coarser than the grid. */
  private static final double FINE_BELOW = 1e9;

  private DecimalComparison() {}

  /** The number in steps of the grid. */
  public static double of(double value) {
    double steps = value * PER_UNIT;
    return Math.abs(value) < FINE_BELOW ? Math.rint(steps) : steps;
  }

  /**
   * Above 0 when a is above b, 0 when both are at one point of the grid; NaN when either is missing
   * or not finite.
   */
  public static double difference(double a, double b) {
    double difference = a - b;
    if (difference > CLEAR || difference < -CLEAR) {
      return Double.isInfinite(difference) ? Double.NaN : difference;
    }
    return of(a) - of(b);
  }

  public static Truth truth(boolean value) {
    return value ? Truth.TRUE : Truth.FALSE;
  }
}
