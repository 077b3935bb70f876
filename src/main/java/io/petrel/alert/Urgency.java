package io.petrel.alert;

/** How soon to act (CAP 1.2, 3.2.2). */
public enum Urgency implements CapCode {
  /** Act now. */
  IMMEDIATE("Immediate"),
  /** Act within the next hour. */
  EXPECTED("Expected"),
  /** Act in the near future. */
  FUTURE("Future"),
  /** No longer needed. */
  PAST("Past"),
  UNKNOWN("Unknown");

  private final String code;

  Urgency(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
