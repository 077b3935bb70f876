package io.petrel.rule;

import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.Optional;

/**
 * A range in which a number must lie for a condition to hold. It may hold nowhere in it; outside it
 * never does, nor when the number is missing.
 *
 * @param number what is limited; equal in two conditions of alike rules when its text is
 * @param low smallest value, inclusive; negative infinity = no limit
 * @param high largest value, inclusive; infinity = no limit
 */
public record Bound(NumberExpression number, double low, double high) {
  /** The field of the current observation that it is about; empty = something computed. */
  public Optional<Variable> variable() {
    return Variables.find(number.text());
  }
}
