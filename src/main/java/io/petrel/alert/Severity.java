package io.petrel.alert;

/** How bad it is (CAP 1.2, 3.2.2); declared from worst to least. */
public enum Severity implements CapCode {
  /** Extraordinary threat to life or property. */
  EXTREME("Extreme"),
  /** Significant threat to life or property. */
  SEVERE("Severe"),
  /** Possible threat to life or property. */
  MODERATE("Moderate"),
  /** Minimal to no known threat to life or property. */
  MINOR("Minor"),
  UNKNOWN("Unknown");

  private final String code;

  Severity(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
