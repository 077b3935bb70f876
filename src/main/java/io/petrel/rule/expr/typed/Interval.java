package io.petrel.rule.expr.typed;

/**
 * The values that a number can have, both ends inclusive. Used to find conditions that are never
 * true. An interval may be too wide, never too narrow.
 */
public record Interval(double low, double high) {
  public static final Interval ALL =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  public static final Interval NOT_NEGATIVE = new Interval(0, Double.POSITIVE_INFINITY);

  public Interval {
    if (Double.isNaN(low)) {
      low = Double.NEGATIVE_INFINITY;
    }
    if (Double.isNaN(high)) {
      high = Double.POSITIVE_INFINITY;
    }
  }

  static Interval of(double value) {
    return Double.isFinite(value) ? new Interval(value, value) : ALL;
  }

  public Interval plus(Interval other) {
    return new Interval(low + other.low, high + other.high);
  }

  public Interval minus(Interval other) {
    return new Interval(low - other.high, high - other.low);
  }

  public Interval negated() {
    return new Interval(-high, -low);
  }

  public Interval times(Interval other) {
    if (isInfinite() || other.isInfinite()) {
      return ALL;
    }
    return hull(low * other.low, low * other.high, high * other.low, high * other.high);
  }

  public Interval dividedBy(Interval other) {
    if (isInfinite() || other.isInfinite() || (other.low <= 0 && other.high >= 0)) {
      return ALL;
    }
    return hull(low / other.low, low / other.high, high / other.low, high / other.high);
  }

  public Interval absolute() {
    if (low >= 0) {
      return this;
    }
    return high <= 0 ? negated() : new Interval(0, Math.max(-low, high));
  }

  public Interval joined(Interval other) {
    return new Interval(Math.min(low, other.low), Math.max(high, other.high));
  }

  public Interval widened(double by) {
    return new Interval(low - by, high + by);
  }

  public Interval intersected(Interval other) {
    return new Interval(Math.max(low, other.low), Math.min(high, other.high));
  }

  /** Whether no value is in it; ends closer than half a step of the grid are equal. */
  public boolean isEmpty() {
    return low > high + DecimalComparison.STEP / 2;
  }

  public boolean isInfinite() {
    return Double.isInfinite(low) || Double.isInfinite(high);
  }

  private static Interval hull(double a, double b, double c, double d) {
    return new Interval(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }
}
