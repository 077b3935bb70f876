package io.petrel.weather;

/** The provider's verdict on a whole report. */
public enum Quality {
  UNCHECKED(0),
  GOOD(1),
  SUSPECT(2),
  BAD(3);

  private static final Quality[] ALL = values();

  private final int code;

  Quality(int code) {
    this.code = code;
  }

  /** Stable number in state. */
  public int code() {
    return code;
  }

  public static Quality ofCode(int code) {
    for (Quality quality : ALL) {
      if (quality.code == code) {
        return quality;
      }
    }
    return UNCHECKED;
  }
}
