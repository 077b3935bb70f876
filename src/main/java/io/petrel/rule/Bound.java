package io.petrel.rule;

import io.petrel.weather.Variable;

/**
 * A range in which a field must lie for a condition to hold. It may hold nowhere in it; outside it
 * never does, nor when the field is missing.
 *
 * @param low smallest value, inclusive, in the variable's unit; negative infinity = no limit
 * @param high largest value, inclusive; infinity = no limit
 */
public record Bound(Variable variable, double low, double high) {}
