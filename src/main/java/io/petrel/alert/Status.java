package io.petrel.alert;

/** Whether the message is meant (CAP 1.2, 3.2.1). */
public enum Status implements CapCode {
  ACTUAL("Actual"),
  EXERCISE("Exercise"),
  SYSTEM("System"),
  TEST("Test"),
  DRAFT("Draft");

  private final String code;

  Status(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
