package io.petrel.rule;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rolling measure of one field over a station's observations in {@code [time - window, time]},
 * both ends inclusive. Observations in which the field is missing do not count. Equal measures of
 * several rules are computed once.
 *
 * @param variable the field; null when {@code extra} is set
 * @param extra name of a measurement in {@code extra}; null when {@code variable} is set
 * @param window length of the window, > 0; zero for {@link Kind#PREVIOUS} and {@link Kind#SINCE}
 * @param observations the rule's {@code observations} filter; only what fulfils it counts. Null =
 *     all count. Two measures with filters are equal when the filters say the same.
 */
public record Measure(
    Kind kind,
    @Nullable Variable variable,
    @Nullable String extra,
    Duration window,
    @Nullable Filter observations) {
  /** The reports of a station are kept for measures this long at most. */
  public static final Duration LONGEST_WINDOW = Duration.ofDays(31);

  /** {@code pressure_hpa}, {@code extra.x}. */
  public String fieldName() {
    return variable == null ? "extra." + extra : variable.name();
  }

  /** The field in an observation; NaN when missing. */
  public double field(Observation observation) {
    if (variable != null) {
      return observation.value(variable);
    }
    return extra == null ? Double.NaN : observation.extra(extra);
  }

  /** What is computed from the values in the window. */
  public enum Kind {
    /** Now minus the oldest. */
    CHANGE,
    /** Highest minus now. */
    FALL,
    /** Now minus lowest. */
    RISE,
    MIN,
    MAX,
    /** Arithmetic mean of the reports. */
    AVG,
    SUM,
    /** How many reports have the field. 0, not missing, when none has. */
    COUNT,
    /** Change per hour between the oldest and now; missing when they are one. */
    RATE,
    /** The field in the observation just before; missing when it is missing there. */
    PREVIOUS,
    /** Seconds since the last report before this one that has the field. */
    SINCE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Its name in rules. */
    public String word() {
      return word;
    }
  }

  /** A filter that is equal to another when it says the same. */
  public record Filter(Condition condition) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Filter that
          && condition.canonical().equals(that.condition.canonical());
    }

    @Override
    public int hashCode() {
      return condition.canonical().hashCode();
    }
  }
}
