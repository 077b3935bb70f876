package io.petrel.weather;

/** What a number measures. Numbers of unlike dimensions cannot be compared or added. */
public enum Dimension {
  PRESSURE,
  TEMPERATURE,
  SPEED,
  ANGLE,
  LENGTH,
  /** A share in percent. */
  RATIO,
  DURATION,
  /** A plain number: fits every dimension. */
  NUMBER
}
