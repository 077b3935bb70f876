package io.petrel.feed.format;

import java.util.Locale;

/** Why a row became no observation. */
public enum SkipReason {
  /** Not what the format says. */
  MALFORMED,
  /** Longer than any report is. */
  TOO_LONG,
  /** No station, or one whose id cannot be used. */
  BAD_STATION,
  /** No time, one that cannot be read, or one that the station's clock never showed. */
  BAD_TIME,
  /** A text that is too long or holds control characters. */
  BAD_TEXT,
  /** It says that there is no report. */
  NO_REPORT,
  /** A summary of a day or month, a forecast, or a type that the mapping leaves out. */
  NOT_AN_OBSERVATION;

  /** As shown, such as {@code bad-time}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
