package io.petrel.rule.expr;

import io.petrel.rule.Condition;
import io.petrel.rule.Scope;
import io.petrel.rule.Truth;
import java.util.List;
import java.util.Set;

/** A condition with what its analysis found. */
public final class CompiledCondition implements Condition {
  private final String text;
  private final Logical code;
  private final int variables;
  private final Set<Integer> steps;
  private final boolean canBeTrue;
  private final List<Finding> findings;

  CompiledCondition(String text, Typed.Bool bool, Compilation compilation) {
    this.text = text;
    this.code = bool.code();
    this.variables = compilation.mostVariables();
    this.steps = compilation.steps();
    this.canBeTrue = bool.canBeTrue();
    this.findings = compilation.findings();
  }

  @Override
  public Truth evaluate(Scope scope) {
    return code.at(scope, Frame.of(variables));
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public Set<Integer> steps() {
    return steps;
  }

  /** Whether some plausible observation can fulfil it. */
  public boolean canBeTrue() {
    return canBeTrue;
  }

  /** Comparisons in it that no plausible observation fulfils. */
  public List<Finding> findings() {
    return findings;
  }

  @Override
  public String toString() {
    return text;
  }
}
