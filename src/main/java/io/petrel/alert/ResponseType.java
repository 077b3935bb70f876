package io.petrel.alert;

/** What to do (CAP 1.2, 3.2.2). */
public enum ResponseType implements CapCode {
  SHELTER("Shelter"),
  EVACUATE("Evacuate"),
  PREPARE("Prepare"),
  EXECUTE("Execute"),
  AVOID("Avoid"),
  MONITOR("Monitor"),
  ASSESS("Assess"),
  ALL_CLEAR("AllClear"),
  NONE("None");

  private final String code;

  ResponseType(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
