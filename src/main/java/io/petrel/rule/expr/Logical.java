package io.petrel.rule.expr;

import io.petrel.rule.Scope;
import io.petrel.rule.Truth;

/** Computes a truth value. Never throws. */
@FunctionalInterface
interface Logical {
  Truth at(Scope scope, Frame frame);
}
