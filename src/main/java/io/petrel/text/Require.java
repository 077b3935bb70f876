package io.petrel.text;

import java.time.Duration;

/** What the records of settings demand of their parts. */
public final class Require {
  private Require() {}

  /**
   * @throws IllegalArgumentException unless the value is longer than zero
   */
  public static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException("%s is %s, must be > 0".formatted(name, value));
    }
  }
}
