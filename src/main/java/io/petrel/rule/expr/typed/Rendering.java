package io.petrel.rule.expr.typed;

import io.petrel.rule.Truth;
import io.petrel.rule.expr.typed.Typed.Logical;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.Textual;
import io.petrel.text.Durations;
import io.petrel.text.Times;
import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Formats values for a sentence. */
public final class Rendering {
  private static final int MOST_DECIMALS = 2;

  private Rendering() {}

  /** The text of a value, null when missing; null instead of a function for a type without text. */
  public static @Nullable Textual of(Typed typed) {
    if (typed instanceof Typed.Num number) {
      return number(number);
    }
    if (typed instanceof Typed.Text text) {
      return text.code();
    }
    if (typed instanceof Typed.Time time) {
      Numeric code = time.code();
      return (scope, frame) -> time(code.at(scope, frame));
    }
    if (typed instanceof Typed.Bool bool) {
      Logical code = bool.code();
      return (scope, frame) -> {
        Truth truth = code.at(scope, frame);
        return truth == Truth.UNKNOWN ? null : truth == Truth.TRUE ? "yes" : "no";
      };
    }
    return null;
  }

  private static Textual number(Typed.Num number) {
    Unit unit = number.quantity().unit();
    if (unit.dimension() == Dimension.DURATION) {
      Numeric seconds = number.in(Quantity.SECONDS).code();
      return (scope, frame) -> duration(seconds.at(scope, frame));
    }
    Numeric code = number.code();
    return (scope, frame) -> decimal(code.at(scope, frame));
  }

  /** At most two decimals, no trailing zeros. */
  static @Nullable String decimal(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(MOST_DECIMALS, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** Such as {@code 2 h 30 min}. */
  public static @Nullable String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return null;
    }
    long whole = Math.round(Math.abs(seconds));
    return (seconds < 0 && whole > 0 ? "-" : "") + Durations.words(whole * 1000);
  }

  private static @Nullable String time(double millis) {
    return Double.isFinite(millis) ? Times.minute((long) millis) + " UTC" : null;
  }
}
