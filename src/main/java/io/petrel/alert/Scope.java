package io.petrel.alert;

/** For whom the message is (CAP 1.2, 3.2.1). */
public enum Scope implements CapCode {
  PUBLIC("Public"),
  RESTRICTED("Restricted"),
  PRIVATE("Private");

  private final String code;

  Scope(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
