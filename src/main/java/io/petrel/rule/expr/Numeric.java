package io.petrel.rule.expr;

import io.petrel.rule.Scope;

/** Computes a number; NaN is missing. Never throws. */
@FunctionalInterface
interface Numeric {
  double at(Scope scope, Frame frame);
}
