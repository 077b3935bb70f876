package io.petrel.feed.metar;

/** Why a text is no report. */
public final class MetarFault extends Exception {
  private static final long serialVersionUID = 1;

  /** What kind of fault. */
  public enum Kind {
    /** The text is something else, or broken. */
    MALFORMED,
    /** It says that there is no report. */
    NIL,
    /** It says what will be. */
    FORECAST
  }

  private final Kind kind;

  MetarFault(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
