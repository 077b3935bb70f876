package io.petrel.detect.measure;

import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.rule.Bound;
import io.petrel.rule.Condition;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.NumberExpression;
import io.petrel.rule.Truth;
import java.util.List;
import java.util.Set;

/**
 * A condition on the current observation alone, evaluated once for all rules that have it. It is
 * evaluated in the scope of the rule that it was compiled for, because each rule numbers its
 * measures itself. Not thread-safe.
 */
final class CachedCondition implements Condition {
  private final Condition condition;
  private final RuleScope own;
  private final EvaluationContext evaluation;
  private long evaluatedIn = -1;
  private Truth truth = Truth.UNKNOWN;

  CachedCondition(Condition condition, RuleScope own, EvaluationContext evaluation) {
    this.condition = condition;
    this.own = own;
    this.evaluation = evaluation;
  }

  @Override
  public Truth evaluate(EvaluationScope scope) {
    if (evaluatedIn != evaluation.number()) {
      truth = condition.evaluate(own.turnTo(scope.current(), TakenSteps.NONE));
      evaluatedIn = evaluation.number();
    }
    return truth;
  }

  @Override
  public String text() {
    return condition.text();
  }

  @Override
  public String canonical() {
    return condition.canonical();
  }

  @Override
  public Set<Integer> steps() {
    return condition.steps();
  }

  @Override
  public List<Bound> bounds() {
    return condition.bounds().stream()
        .map(bound -> new Bound(new Own(bound.number(), own), bound.low(), bound.high()))
        .toList();
  }

  /** A number in the scope of the condition's own rule. */
  private record Own(NumberExpression number, RuleScope own) implements NumberExpression {
    @Override
    public double evaluate(EvaluationScope scope) {
      return number.evaluate(own.turnTo(scope.current(), TakenSteps.NONE));
    }

    @Override
    public String text() {
      return number.text();
    }
  }
}
