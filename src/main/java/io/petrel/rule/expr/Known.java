package io.petrel.rule.expr;

import io.petrel.rule.expr.Typed.Numeric;

/**
 * What is known of a number when a condition is true.
 *
 * @param range what it can be, for plausible observations
 * @param limit what it must be by the condition alone
 * @param code the number itself
 */
record Known(Interval range, Interval limit, Numeric code) {
  Known and(Known other) {
    return new Known(range.intersected(other.range), limit.intersected(other.limit), code);
  }

  Known or(Known other) {
    return new Known(range.joined(other.range), limit.joined(other.limit), code);
  }
}
