package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.alert.Measured;
import io.petrel.issue.Spot;
import io.petrel.rule.Bound;
import io.petrel.rule.Condition;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.ExpressionCompiler.CompiledNumber;
import io.petrel.rule.expr.syntax.Syntax;
import io.petrel.rule.expr.typed.DecimalComparison;
import io.petrel.rule.expr.typed.ImpliedRange;
import io.petrel.rule.expr.typed.LoopVariables;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Logical;
import io.petrel.weather.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A condition with the results of its analysis. */
public final class CompiledCondition implements Condition {
  private static final double SLACK = 2 * DecimalComparison.STEP;

  private final String text;
  private final String canonical;
  private final Logical code;
  private final int variables;
  private final Set<Integer> steps;
  private final Set<String> fields;
  private final boolean canBeTrue;
  private final List<UnsatisfiableComparison> findings;
  private final List<Bound> bounds;
  private final Tracer tracer;

  CompiledCondition(String text, Typed.Bool bool, Compilation compilation, CelExpr root) {
    this.text = text;
    this.canonical = Syntax.canonical(root);
    this.tracer =
        new Tracer(root, compilation.spans(), compilation.parts(), compilation.mostVariables());
    this.code = bool.code();
    this.variables = compilation.mostVariables();
    this.steps = compilation.steps();
    this.fields = compilation.fields();
    this.canBeTrue = bool.canBeTrue();
    this.findings = compilation.findings();
    this.bounds = bounds(bool.whenTrue(), variables);
  }

  private static List<Bound> bounds(Map<String, ImpliedRange> whenTrue, int variables) {
    List<Bound> bounds = new ArrayList<>();
    new TreeMap<>(whenTrue)
        .forEach(
            (text, known) -> {
              // What a comparison on the grid still takes for equal.
              double low = known.limit().low() - SLACK;
              double high = known.limit().high() + SLACK;
              if (Double.isFinite(low) || Double.isFinite(high)) {
                bounds.add(
                    new Bound(
                        new CompiledNumber(text, known.code(), variables, Set.of()), low, high));
              }
            });
    return List.copyOf(bounds);
  }

  @Override
  public List<Bound> bounds() {
    return bounds;
  }

  @Override
  public Truth evaluate(EvaluationScope scope) {
    return code.at(scope, LoopVariables.of(variables));
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String canonical() {
    return canonical;
  }

  @Override
  public List<Measured> measured(EvaluationScope scope) {
    return tracer.measured(scope);
  }

  @Override
  public Set<Integer> steps() {
    return steps;
  }

  @Override
  public Set<String> fields() {
    return fields;
  }

  /** The numbers that are written in it, in the order of the text. */
  public List<Literal> literals() {
    return tracer.literals();
  }

  /** A number with the unit of the function around it; {@link Unit#ONE} = in no unit. */
  public record Literal(double value, Unit unit) {}

  Tracer tracer() {
    return tracer;
  }

  /** Whether some plausible observation can fulfil it. */
  public boolean canBeTrue() {
    return canBeTrue;
  }

  /** Comparisons in it that no plausible observation fulfils. */
  public List<UnsatisfiableComparison> findings() {
    return findings;
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * A comparison that can never be true for plausible observations.
   *
   * @param message why
   */
  public record UnsatisfiableComparison(Spot spot, String message) {}
}
