package io.petrel.wire;

import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.ObservationField.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The checks of every observation, whatever its format. */
public final class ObservationChecks {
  /** Longest text of a field, or name of an extra value, in characters. */
  static final int MAX_TEXT = 200;

  /** Most extra values of one observation. */
  static final int MAX_EXTRA = 100;

  /**
   * 1600-01-01T00:00:00Z: before the first thermometer. Placeholders such as year 1 are earlier.
   */
  static final long MIN_TIME = -11_676_096_000_000L;

  /** 9999-12-31T23:59:59.999Z: the last time that ISO-8601 texts of four-digit years can hold. */
  static final long MAX_TIME = 253_402_300_799_999L;

  private ObservationChecks() {}

  /** The fault of an observation; null = none. */
  public static Decoded.@Nullable Rejected<Observation> fault(Observation observation) {
    String id = observation.stationId();
    if (id.isBlank()) {
      return rejected(RejectReason.BAD_STATION_ID, "station_id is empty");
    }
    String idFault = fault(ObservationField.STATION_ID.name(), id);
    if (idFault != null) {
      return rejected(RejectReason.BAD_STATION_ID, idFault);
    }
    long time = observation.timeMillis();
    if (time < MIN_TIME || time > MAX_TIME) {
      return rejected(
          RejectReason.BAD_TIME,
          String.format(
              Locale.ROOT,
              "time is %d ms since 1970, must be within the years 1600 to 9999",
              time));
    }
    String textFault = textFault(observation);
    return textFault == null ? null : rejected(RejectReason.BAD_TEXT, textFault);
  }

  private static @Nullable String textFault(Observation observation) {
    if (observation.extra().size() > MAX_EXTRA) {
      return String.format(
          Locale.ROOT,
          "extra has %d values, at most %d are allowed",
          observation.extra().size(),
          MAX_EXTRA);
    }
    for (ObservationField field : ObservationField.all(Kind.TEXT)) {
      String fault = fault(field.name(), observation.text(field.index()));
      if (fault != null) {
        return fault;
      }
    }
    for (String name : observation.extra().keySet()) {
      String fault = fault("a name in extra", name);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  /** What is wrong with a text; null if nothing is. */
  public static @Nullable String fault(String what, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.length() > MAX_TEXT) {
      return String.format(
          Locale.ROOT,
          "%s has %d characters, at most %d are allowed",
          what,
          text.length(),
          MAX_TEXT);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        return String.format(
            Locale.ROOT,
            "%s has the control character U+%04X at position %d",
            what,
            (int) c,
            i + 1);
      }
    }
    return null;
  }

  private static Decoded.Rejected<Observation> rejected(RejectReason reason, String text) {
    return new Decoded.Rejected<>(reason, text);
  }
}
