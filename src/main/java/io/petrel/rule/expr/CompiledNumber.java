package io.petrel.rule.expr;

import io.petrel.rule.NumberExpression;
import io.petrel.rule.Scope;
import java.util.Set;

/** A compiled number. */
record CompiledNumber(String text, Numeric code, int variables, Set<String> fields)
    implements NumberExpression {
  @Override
  public double evaluate(Scope scope) {
    double value = code.at(scope, Frame.of(variables));
    return Double.isInfinite(value) ? Double.NaN : value;
  }
}
