package io.petrel.rule;

import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.Optional;

/**
 * A range in which a number must lie for a condition to hold. The condition may still be false
 * inside the range; it never holds outside it, nor when the number is missing.
 *
 * @param number what is limited; two are equal when their texts are
 * @param low smallest value, inclusive; negative infinity = no limit
 * @param high largest value, inclusive; infinity = no limit
 */
public record Bound(NumberExpression number, double low, double high) {
  /** The field of the current observation that is limited; empty = a computed number. */
  public Optional<Variable> variable() {
    return Variables.find(number.text());
  }
}
