package io.petrel.rule.expr;

import io.petrel.rule.Scope;
import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of an observation as expressions see them. */
final class Fields {
  /** All names, numbers first, in schema order. */
  static final List<String> NAMES = names();

  private static final Set<String> QUALITIES =
      Arrays.stream(Quality.values()).map(Fields::word).collect(Collectors.toUnmodifiableSet());

  private Fields() {}

  /** A field of the current observation; null if there is none of that name. */
  static @Nullable Typed ofCurrent(String name) {
    Variable variable = Variables.find(name).orElse(null);
    if (variable == null) {
      return of(Place.CURRENT, name);
    }
    int index = variable.index();
    return number((scope, frame) -> scope.current().value(index), variable);
  }

  /** A field of an observation; null if there is none of that name. */
  static @Nullable Typed of(Place place, String name) {
    Variable variable = Variables.find(name).orElse(null);
    if (variable != null) {
      int index = variable.index();
      return number(
          (scope, frame) -> {
            Observation observation = place.at(scope, frame);
            return observation == null ? Double.NaN : observation.value(index);
          },
          variable);
    }
    return switch (name) {
      case "extra" -> new Typed.Extra(place);
      case "time" ->
          new Typed.Time(
              (scope, frame) -> {
                Observation observation = place.at(scope, frame);
                return observation == null ? Double.NaN : (double) observation.timeMillis();
              });
      case "revision" ->
          Typed.Num.of(
              (scope, frame) -> {
                Observation observation = place.at(scope, frame);
                return observation == null ? Double.NaN : observation.revision();
              },
              Quantity.PLAIN,
              Interval.NOT_NEGATIVE);
      case "station_id" -> text(place, Observation::stationId);
      case "station_name" -> text(place, Observation::displayName);
      case "region" -> text(place, Observation::region);
      case "quality" ->
          new Typed.Text(
              text(place, observation -> word(observation.quality())).code(), null, QUALITIES);
      default -> null;
    };
  }

  /** A measurement that has no field: a plain number. */
  static Typed.Num extra(Place place, String name) {
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

  private interface TextOf {
    @Nullable String of(Observation observation);
  }

  private static Typed.Text text(Place place, TextOf part) {
    return Typed.Text.of(
        (Scope scope, Frame frame) -> {
          Observation observation = place.at(scope, frame);
          return observation == null ? null : part.of(observation);
        });
  }

  private static String word(Quality quality) {
    return quality.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    Variables.all().forEach(variable -> names.add(variable.name()));
    names.addAll(
        List.of("time", "station_id", "station_name", "region", "quality", "revision", "extra"));
    return List.copyOf(names);
  }
}
