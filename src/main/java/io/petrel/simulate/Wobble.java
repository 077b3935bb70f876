package io.petrel.simulate;

/**
 * Noise with a memory (an autoregressive process of order 1), mean 0 and standard deviation 1. Not
 * thread-safe.
 */
final class Wobble {
  private final double memoryMinutes;
  private double value;

  Wobble(double memoryMinutes, Dice dice) {
    this.memoryMinutes = memoryMinutes;
    this.value = dice.gauss();
  }

  double value() {
    return value;
  }

  void advance(double minutes, Dice dice) {
    double keep = StrictMath.exp(-minutes / memoryMinutes);
    value = keep * value + StrictMath.sqrt(1 - keep * keep) * dice.gauss();
  }
}
