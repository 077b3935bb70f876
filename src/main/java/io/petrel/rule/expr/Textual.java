package io.petrel.rule.expr;

import io.petrel.rule.Scope;
import org.jspecify.annotations.Nullable;

/** Computes a text; null is missing. Never throws. */
@FunctionalInterface
interface Textual {
  @Nullable String at(Scope scope, Frame frame);
}
