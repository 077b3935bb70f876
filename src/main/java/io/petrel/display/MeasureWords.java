package io.petrel.display;

import io.petrel.alert.Measured;
import io.petrel.alert.StepEvidence;
import io.petrel.text.Durations;
import io.petrel.text.Sentences;
import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what a step measured: "Pressure fell 7.2 hPa in 3 h (limit 6 hPa), from 1013.2 hPa at
 * 15:05". Plain fields are left to {@link #limit}: their values are shown with the reports.
 */
public final class MeasureWords {
  private final ReaderPreferences reader;
  private final Values values;

  public MeasureWords(ReaderPreferences reader) {
    this.reader = reader;
    this.values = new Values(reader.units());
  }

  /**
   * One sentence for each measure and each computed value.
   *
   * @param reference times of this day are written without the day
   */
  public List<String> of(StepEvidence step, long reference) {
    List<String> sentences = new ArrayList<>();
    for (Measured measured : step.measured()) {
      if (measured.measure() != null) {
        sentences.add(measure(measured, measured.measure(), reference));
      } else if (measured.field() == null) {
        sentences.add(
            "%s: %s%s".formatted(measured.expression(), value(measured), compared(measured)));
      }
    }
    return sentences;
  }

  /** The limit that a field was compared with in a report, such as {@code (limit 25 m/s)}. */
  public String limit(StepEvidence step, String field, long timeMillis) {
    return step.measured().stream()
        .filter(one -> one.measure() == null && one.limit() != null)
        .filter(one -> field.equals(one.field()) && one.atMillis() == timeMillis)
        .map(this::compared)
        .distinct()
        .reduce("", String::concat);
  }

  private String measure(Measured measured, String measure, long reference) {
    String name = name(measured);
    String window = Durations.words(measured.windowMillis());
    String compared = compared(measured);
    return switch (measure) {
      case "fall", "rise", "change" -> {
        String moved =
            measure.equals("fall") || (measure.equals("change") && measured.value() < 0)
                ? "fell"
                : "rose";
        yield "%s %s %s in %s%s%s"
            .formatted(
                Sentences.capital(name),
                moved,
                amount(measured, measured.value()),
                window,
                compared,
                extreme(measured, ", from ", reference));
      }
      case "rate" ->
          "%s %s %s an hour%s%s"
              .formatted(
                  Sentences.capital(name),
                  measured.value() < 0 ? "fell" : "rose",
                  amount(measured, measured.value()),
                  compared,
                  extreme(measured, ", from ", reference));
      case "min", "max" ->
          "%s %s in %s%s%s"
              .formatted(
                  measure.equals("min") ? "Lowest" : "Highest",
                  name,
                  window,
                  extreme(measured, ": ", reference),
                  compared);
      case "avg" -> "Mean %s in %s: %s%s".formatted(name, window, value(measured), compared);
      case "sum" -> "Sum of %s in %s: %s%s".formatted(name, window, value(measured), compared);
      case "count" ->
          "Reports with %s in %s: %s%s".formatted(name, window, plain(measured.value()), compared);
      case "previous" ->
          "%s before%s%s"
              .formatted(Sentences.capital(name), extreme(measured, ": ", reference), compared);
      case "since" ->
          "Last %s before: %s earlier%s%s"
              .formatted(name, value(measured), compared, extreme(measured, ", ", reference));
      default -> "%s: %s%s".formatted(measured.expression(), value(measured), compared);
    };
  }

  /** The report that decided the measure; empty when it is not a single one. */
  private String extreme(Measured measured, String before, long reference) {
    Measured.Extreme extreme = measured.extreme();
    if (extreme == null) {
      return "";
    }
    Optional<Variable> variable = variable(measured);
    return "%s%s at %s"
        .formatted(
            before,
            variable.isPresent()
                ? values.show(variable.get(), extreme.value())
                : Values.digits(extreme.value(), 1),
            reader.time(extreme.timeMillis(), reference));
  }

  /** Such as {@code (limit 6 hPa)}; empty when it was not compared. */
  private String compared(Measured measured) {
    Measured.Limit limit = measured.limit();
    if (limit == null) {
      return "";
    }
    boolean amount = isAmount(measured) && measured.value() * limit.value() >= 0;
    String word =
        switch (limit.operator()) {
          case ">" -> amount && measured.value() < 0 ? "less than" : "limit";
          case ">=" -> amount && measured.value() < 0 ? "at most" : "limit";
          case "<" -> amount && measured.value() >= 0 ? "less than" : "limit";
          case "<=" -> amount && measured.value() >= 0 ? "at most" : "limit";
          case "==" -> "exactly";
          default -> "not";
        };
    return " (%s %s)"
        .formatted(word, amount ? amount(measured, limit.value()) : shown(measured, limit.value()));
  }

  /** Whether the sentence has a word for the direction. */
  private static boolean isAmount(Measured measured) {
    String measure = measured.measure();
    return measure != null && List.of("fall", "rise", "change", "rate").contains(measure);
  }

  private String amount(Measured measured, double value) {
    return shown(measured, Math.abs(value));
  }

  private String value(Measured measured) {
    String text = measured.text();
    return text != null ? text : shown(measured, measured.value());
  }

  /** A value of the measured quantity in the reader's unit. */
  private String shown(Measured measured, double value) {
    if (Double.isNaN(value)) {
      return "missing";
    }
    Unit from = measured.unit();
    if (from.dimension() == Dimension.DURATION) {
      return Durations.words(Math.round(from.to(Unit.SECOND, value) * 1000));
    }
    Unit to = unit(measured);
    double converted = measured.difference() ? from.differenceTo(to, value) : from.to(to, value);
    return Values.trimmed(converted, to, /* exact= */ from == to);
  }

  private Unit unit(Measured measured) {
    Optional<Variable> variable = variable(measured);
    if (variable.isPresent() && variable.get().unit().dimension() == measured.unit().dimension()) {
      return values.unitOf(variable.get());
    }
    return switch (measured.unit().dimension()) {
      case PRESSURE -> values.unitOf(Variables.PRESSURE_HPA);
      case TEMPERATURE -> values.unitOf(Variables.TEMPERATURE_C);
      case SPEED -> values.unitOf(Variables.WIND_SPEED_MS);
      case LENGTH, ANGLE, RATIO, DURATION, NUMBER -> measured.unit();
    };
  }

  private static String plain(double value) {
    return Values.trimmed(value, Unit.ONE, /* exact= */ true);
  }

  private static Optional<Variable> variable(Measured measured) {
    return Optional.ofNullable(measured.field()).flatMap(Variables::find);
  }

  private static String name(Measured measured) {
    return variable(measured)
        .map(Values::name)
        .orElseGet(() -> NamedVariables.extraWord(String.valueOf(measured.field())));
  }
}
