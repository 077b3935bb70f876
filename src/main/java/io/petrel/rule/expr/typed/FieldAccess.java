package io.petrel.rule.expr.typed;

import io.petrel.rule.EvaluationScope;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.ObservationRef;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of an observation as expressions see them. */
public final class FieldAccess {
  /** All names, numbers first, in schema order. */
  public static final List<String> NAMES = names();

  private static final Set<String> QUALITIES =
      Arrays.stream(Quality.values())
          .map(ObservationField::word)
          .collect(Collectors.toUnmodifiableSet());

  private FieldAccess() {}

  /** A field of the current observation; null if there is none of that name. */
  public static @Nullable Typed ofCurrent(String name) {
    Variable variable = Variables.find(name).orElse(null);
    if (variable == null) {
      return of(ObservationRef.CURRENT, name);
    }
    int index = variable.index();
    return number((scope, frame) -> scope.current().value(index), variable);
  }

  /** A field of an observation; null if there is none of that name. */
  public static @Nullable Typed of(ObservationRef place, String name) {
    ObservationField field = ObservationField.find(name).orElse(null);
    return field == null || !field.inRules() ? null : of(place, field);
  }

  private static Typed of(ObservationRef place, ObservationField field) {
    int index = field.index();
    return switch (field.kind()) {
      case NUMBER -> {
        Numeric code =
            (scope, frame) -> {
              Observation observation = place.at(scope, frame);
              return observation == null ? Double.NaN : observation.value(index);
            };
        yield number(code, Variables.at(index));
      }
      case TIME ->
          new Typed.Time(
              (scope, frame) -> {
                Observation observation = place.at(scope, frame);
                return observation == null ? Double.NaN : (double) observation.millis(index);
              });
      case INTEGER ->
          Typed.Num.of(
              (scope, frame) -> {
                Observation observation = place.at(scope, frame);
                return observation == null ? Double.NaN : observation.revision();
              },
              Quantity.PLAIN,
              Interval.NOT_NEGATIVE);
      case TEXT -> text(place, field);
      case ENUM -> new Typed.Text(text(place, field).code(), null, QUALITIES);
      case MAP -> new Typed.Extra(place);
    };
  }

  /** A measurement that has no field: a plain number. */
  public static Typed.Num extra(ObservationRef place, String name) {
    return Typed.Num.of(
        (scope, frame) -> {
          Observation observation = place.at(scope, frame);
          return observation == null ? Double.NaN : observation.extra(name);
        },
        Quantity.PLAIN,
        Interval.ALL);
  }

  private static Typed.Num number(Numeric code, Variable variable) {
    return Typed.Num.of(
        code,
        Quantity.point(variable.unit()),
        new Interval(variable.minimum(), variable.maximum()));
  }

  private static Typed.Text text(ObservationRef place, ObservationField field) {
    return Typed.Text.of(
        (EvaluationScope scope, LoopVariables frame) -> {
          Observation observation = place.at(scope, frame);
          return observation == null ? null : field.word(observation);
        });
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    Variables.all().forEach(variable -> names.add(variable.name()));
    for (ObservationField field : ObservationField.all()) {
      if (field.inRules() && field.kind() != ObservationField.Kind.NUMBER) {
        names.add(field.name());
      }
    }
    return List.copyOf(names);
  }
}
