package io.petrel.rule.expr;

import io.petrel.rule.Scope;
import java.util.function.DoubleConsumer;

/** Hands out a list of numbers, one after the other; missing ones are NaN. */
@FunctionalInterface
interface Numbers {
  void each(Scope scope, Frame frame, DoubleConsumer sink);
}
