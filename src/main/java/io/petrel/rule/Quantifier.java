package io.petrel.rule;

/**
 * How often a step or group must match.
 *
 * @param min fewest times, >= 1
 * @param max most times, >= min; {@link #UNBOUNDED} = no limit
 * @param optional whether it may be skipped
 * @param greedy whether it takes as many as it can
 * @param between what may come between two repetitions: STRICT is {@code consecutive}, ANY is
 *     {@code combinations}, RELAXED the default
 */
public record Quantifier(int min, int max, boolean optional, boolean greedy, Contiguity between) {
  public static final int UNBOUNDED = Integer.MAX_VALUE;
  public static final Quantifier ONCE = new Quantifier(1, 1, false, false, Contiguity.RELAXED);

  public Quantifier {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException("times is %d..%d".formatted(min, max));
    }
  }

  /** Whether a step with this quantifier is a list in expressions. */
  public boolean isRepeated() {
    return max > 1;
  }

  public boolean isUnbounded() {
    return max == UNBOUNDED;
  }
}
