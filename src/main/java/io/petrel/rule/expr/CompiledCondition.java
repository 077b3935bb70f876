package io.petrel.rule.expr;

import io.petrel.rule.Bound;
import io.petrel.rule.Condition;
import io.petrel.rule.Scope;
import io.petrel.rule.Truth;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A condition with what its analysis found. */
public final class CompiledCondition implements Condition {
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final double SLACK = 2 * Grid.STEP;

  private final String text;
  private final Logical code;
  private final int variables;
  private final Set<Integer> steps;
  private final boolean canBeTrue;
  private final List<Finding> findings;
  private final List<Bound> bounds;

  CompiledCondition(String text, Typed.Bool bool, Compilation compilation) {
    this.text = text;
    this.code = bool.code();
    this.variables = compilation.mostVariables();
    this.steps = compilation.steps();
    this.canBeTrue = bool.canBeTrue();
    this.findings = compilation.findings();
    this.bounds = bounds(bool.whenTrue());
  }

  private static List<Bound> bounds(Map<String, Interval> whenTrue) {
    List<Bound> bounds = new ArrayList<>();
    whenTrue.forEach(
        (text, range) ->
            Variables.find(text)
                .ifPresent(
                    field -> {
                      // What a comparison on the grid still takes for equal, and no limit where the
                      // field has none of its own.
                      double low = range.low() <= field.minimum() ? -INFINITE : range.low() - SLACK;
                      double high =
                          range.high() >= field.maximum() ? INFINITE : range.high() + SLACK;
                      if (low != -INFINITE || high != INFINITE) {
                        bounds.add(new Bound(field, low, high));
                      }
                    }));
    return List.copyOf(bounds);
  }

  @Override
  public List<Bound> bounds() {
    return bounds;
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
