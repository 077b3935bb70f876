package io.petrel.notify.render;

import io.petrel.alert.Alert;
import io.petrel.alert.StepEvidence;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which measurements a rule talks about: the names that stand in its conditions. */
public final class NamedVariables {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"|'[^']*'");

  /** Where a station is says nothing about the weather. */
  private static final Set<Variable> PLACE =
      Set.of(Variables.LATITUDE, Variables.LONGITUDE, Variables.ELEVATION_M);

  /** What most people look at first, for conditions that name nothing. */
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

  /** Those of a condition, in order. */
  public static List<Variable> of(String condition) {
    Set<Variable> found = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(TEXT.matcher(condition).replaceAll(" "));
    while (matcher.find()) {
      Variables.find(matcher.group()).filter(v -> !PLACE.contains(v)).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** Those of all steps of an alert; the usual ones when the steps name none. */
  static List<Variable> of(Alert alert) {
    List<Variable> named =
        alert.evidence().stream()
            .map(StepEvidence::condition)
            .flatMap(condition -> of(condition).stream())
            .distinct()
            .toList();
    return named.isEmpty() ? USUAL : named;
  }

  /** Those of one step that its observations have; else the usual ones, at most {@code most}. */
  static List<Variable> of(StepEvidence step, int most) {
    List<Variable> named = of(step.condition());
    Stream<Variable> wanted = named.isEmpty() ? USUAL.stream() : named.stream();
    return wanted
        .filter(v -> !named.isEmpty() || step.observations().stream().anyMatch(o -> o.has(v)))
        .limit(most)
        .toList();
  }

  /** Measurements without a field of their own that a condition names, such as {@code extra.x}. */
  static List<String> extrasOf(StepEvidence step) {
    List<String> names = new ArrayList<>();
    for (Observation observation : step.observations()) {
      for (String name : new TreeSet<>(observation.extra().keySet())) {
        if (step.condition().contains("extra." + name) && !names.contains(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
