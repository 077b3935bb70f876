package io.petrel.feed.mapping;

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
 * @param variable null for a value of {@code extra}
 */
public record FieldTarget(String name, @Nullable Variable variable) {
  private static final String EXTRA = "extra.";

  public static FieldTarget of(Variable variable) {
    return new FieldTarget(variable.name(), variable);
  }

  public static FieldTarget extra(String name) {
    return new FieldTarget(EXTRA + name, null);
  }

  /** The target of that name; empty if the schema has no such field. */
  static Optional<FieldTarget> named(String name) {
    if (name.startsWith(EXTRA) && name.length() > EXTRA.length()) {
      return Optional.of(new FieldTarget(name, null));
    }
    return Variables.find(name).map(FieldTarget::of);
  }

  /** All names, with {@code extra.NAME} for those that the schema does not have. */
  static List<String> names() {
    return Stream.concat(Variables.all().stream().map(Variable::name), Stream.of(EXTRA + "NAME"))
        .toList();
  }

  /** The name within {@code extra}. */
  public String extraName() {
    return name.substring(EXTRA.length());
  }

  public boolean isExtra() {
    return variable == null;
  }
}
