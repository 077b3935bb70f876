package io.petrel.text;

import java.time.Duration;

/** Checks of values in records of settings. */
public final class Require {
  private Require() {}

  /**
   * @throws IllegalArgumentException if the value is shorter than zero
   */
  public static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("%s is %s, must be >= 0".formatted(name, value));
    }
  }

  /**
   * @throws IllegalArgumentException unless the value is longer than zero
   */
  public static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("%s is %s, must be > 0".formatted(name, value));
    }
  }
}
