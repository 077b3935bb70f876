package io.petrel.display;

import io.petrel.alert.Alert;
import io.petrel.alert.Measured;
import io.petrel.alert.StepEvidence;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The measurements of an alert that decided its steps. */
public final class NamedVariables {
  private static final String EXTRA = "extra.";

  /** The position of a station, which is not weather. */
  private static final Set<Variable> PLACE =
      Set.of(Variables.LATITUDE, Variables.LONGITUDE, Variables.ELEVATION_M);

  /** The usual ones, for conditions that name no measurement. */
  private static final List<Variable> USUAL =
      List.of(
          Variables.PRESSURE_HPA,
          Variables.WIND_GUST_MS,
          Variables.WIND_SPEED_MS,
          Variables.TEMPERATURE_C);

  private NamedVariables() {}

  /** What a reader calls it: {@code wind gust}. */
  public static String word(Variable variable) {
    return Values.name(variable);
  }

  /** What to show where conditions name nothing. */
  public static List<Variable> usual() {
    return USUAL;
  }

  /** Those that decided a step, in the order of its condition. */
  public static List<Variable> of(StepEvidence step) {
    return weather(fields(step));
  }

  /** The weather among fields. */
  public static List<Variable> weather(Stream<String> fields) {
    return fields
        .map(Variables::find)
        .flatMap(Optional::stream)
        .filter(variable -> !PLACE.contains(variable))
        .distinct()
        .toList();
  }

  /** Those of all steps of an alert; the usual ones when there are none. */
  public static List<Variable> of(Alert alert) {
    List<Variable> named =
        alert.evidence().stream().flatMap(step -> of(step).stream()).distinct().toList();
    return named.isEmpty() ? USUAL : named;
  }

  /** Those of one step that its observations have; else the usual ones, at most {@code most}. */
  public static List<Variable> of(StepEvidence step, int most) {
    List<Variable> named = of(step);
    Stream<Variable> wanted = named.isEmpty() ? USUAL.stream() : named.stream();
    return wanted
        .filter(v -> !named.isEmpty() || step.observations().stream().anyMatch(o -> o.has(v)))
        .limit(most)
        .toList();
  }

  /** Names of the measurements in {@code extra} that decided a step. */
  public static List<String> extrasOf(StepEvidence step) {
    return fields(step)
        .filter(field -> field.startsWith(EXTRA))
        .map(field -> field.substring(EXTRA.length()))
        .distinct()
        .toList();
  }

  /** A field without a variable, for people: {@code lightning count}. */
  public static String extraWord(String field) {
    String name = field.startsWith(EXTRA) ? field.substring(EXTRA.length()) : field;
    return name.replace('_', ' ');
  }

  private static Stream<String> fields(StepEvidence step) {
    return step.measured().stream().map(Measured::field).filter(Objects::nonNull);
  }
}
