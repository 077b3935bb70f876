package io.petrel.weather;

/** The provider's verdict on a whole report. */
public enum Quality {
  UNCHECKED,
  GOOD,
  SUSPECT,
  BAD
}
