package io.petrel.feed.mapping;

import io.petrel.weather.ObservationField;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The field of an observation that a value goes to.
 *
 * @param name as in Petrel's CSV, such as {@code temperature_c} or {@code extra.lightning_count}
 * @param variable null for a value of {@code extra}, and for a text
 */
public record FieldTarget(String name, @Nullable Variable variable) {
  /** Texts that a report says; those of a station have keys of their own. */
  private static final List<ObservationField> TEXTS =
      List.of(ObservationField.FEED, ObservationField.PRESENT_WEATHER);

  private static final String EXTRA = "extra.";

  public static FieldTarget of(Variable variable) {
    return new FieldTarget(variable.name(), variable);
  }

  public static FieldTarget extra(String name) {
    return new FieldTarget(EXTRA + name, null);
  }

  /** A text of a report. */
  public static FieldTarget of(ObservationField text) {
    return new FieldTarget(text.name(), null);
  }

  /** The target of that name; empty if the schema has no such field. */
  static Optional<FieldTarget> named(String name) {
    if (name.startsWith(EXTRA) && name.length() > EXTRA.length()) {
      return Optional.of(new FieldTarget(name, null));
    }
    return Variables.find(name)
        .map(FieldTarget::of)
        .or(
            () ->
                TEXTS.stream()
                    .filter(text -> text.name().equals(name))
                    .findFirst()
                    .map(FieldTarget::of));
  }

  /** All names, with {@code extra.NAME} for those that the schema does not have. */
  static List<String> names() {
    return Stream.of(
            Variables.all().stream().map(Variable::name),
            TEXTS.stream().map(ObservationField::name),
            Stream.of(EXTRA + "NAME"))
        .flatMap(names -> names)
        .toList();
  }

  /** The name within {@code extra}. */
  public String extraName() {
    return name.substring(EXTRA.length());
  }

  public boolean isExtra() {
    return name.startsWith(EXTRA);
  }

  public boolean isText() {
    return variable == null && !isExtra();
  }
}
