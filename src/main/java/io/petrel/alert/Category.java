package io.petrel.alert;

/** What kind of event it is (CAP 1.2, 3.2.2). */
public enum Category implements CapCode {
  GEO("Geo"),
  MET("Met"),
  SAFETY("Safety"),
  SECURITY("Security"),
  RESCUE("Rescue"),
  FIRE("Fire"),
  HEALTH("Health"),
  ENV("Env"),
  TRANSPORT("Transport"),
  INFRA("Infra"),
  CBRNE("CBRNE"),
  OTHER("Other");

  private final String code;

  Category(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
