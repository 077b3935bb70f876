package io.petrel.alert;

/** How sure it is (CAP 1.2, 3.2.2). */
public enum Certainty implements CapCode {
  OBSERVED("Observed"),
  /** More than about 50 %. */
  LIKELY("Likely"),
  /** At most about 50 %. */
  POSSIBLE("Possible"),
  UNLIKELY("Unlikely"),
  UNKNOWN("Unknown");

  private final String code;

  Certainty(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
