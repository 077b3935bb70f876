package io.petrel.weather;

/** The dimension of a number. Numbers of different dimensions cannot be compared or added. */
public enum Dimension {
  PRESSURE,
  TEMPERATURE,
  SPEED,
  ANGLE,
  LENGTH,
  /** A share in percent. */
  RATIO,
  DURATION,
  /** A plain number, compatible with every dimension. */
  NUMBER
}
