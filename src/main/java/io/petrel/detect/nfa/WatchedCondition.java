package io.petrel.detect.nfa;

import io.petrel.detect.match.PathObserver;
import io.petrel.rule.Bound;
import io.petrel.rule.Condition;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Truth;
import java.util.List;
import java.util.Set;

/** A step's condition that notifies an observer when it holds. */
record WatchedCondition(Condition condition, PathObserver.Path path, PathObserver observer)
    implements Condition {
  @Override
  public Truth evaluate(EvaluationScope scope) {
    Truth truth = condition.evaluate(scope);
    if (truth == Truth.TRUE) {
      observer.taken(path);
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
    return condition.bounds();
  }
}
