package io.petrel.simulate;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same on every machine: only integer arithmetic and {@link
 * StrictMath}. Not thread-safe.
 */
final class SeededRandom {
  private final SplittableRandom random;

  private SeededRandom(SplittableRandom random) {
    this.random = random;
  }

  /** Numbers for one purpose, independent of other purposes and indexes of the same seed. */
  static SeededRandom of(long seed, String purpose, long index) {
    long mixed = seed * 0x9E3779B97F4A7C15L + purpose.hashCode();
    long first = new SplittableRandom(mixed).nextLong();
    return new SeededRandom(new SplittableRandom(first + index * 0xBF58476D1CE4E5B9L));
  }

  /** Evenly in [from, to). */
  double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean happens(double share) {
    return random.nextDouble() < share;
  }

  /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958). */
  double gauss() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
