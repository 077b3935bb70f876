package io.petrel.rule.expr.typed;

import io.petrel.rule.expr.typed.Typed.Numeric;

/**
 * What a true condition implies for a number.
 *
 * @param range its possible values, for plausible observations
 * @param limit its range by the condition alone
 * @param code the number itself
 */
public record ImpliedRange(Interval range, Interval limit, Numeric code) {
  public ImpliedRange and(ImpliedRange other) {
    return new ImpliedRange(range.intersected(other.range), limit.intersected(other.limit), code);
  }

  public ImpliedRange or(ImpliedRange other) {
    return new ImpliedRange(range.joined(other.range), limit.joined(other.limit), code);
  }
}
