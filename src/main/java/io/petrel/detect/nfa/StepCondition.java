package io.petrel.detect.nfa;

import io.petrel.detect.match.RuleScope;
import io.petrel.detect.match.TakenSteps;
import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.jspecify.annotations.Nullable;

/**
 * A condition of a rule in a Flink CEP pattern. Compiled conditions are not serializable: in
 * another process it compiles the rule again at first use.
 */
final class StepCondition extends IterativeCondition<Observation> {
  private static final long serialVersionUID = 1;

  private final RuleSource source;
  private final int index;
  private final long withinMillis;
  private transient @Nullable Rule rule;
  private transient @Nullable Condition condition;
  private transient @Nullable RuleScope scope;

  /**
   * @param index the condition's index in {@link FlinkPatternCompiler#conditions}
   * @param withinMillis longest time since the last observation taken, inclusive; -1 = no limit
   */
  StepCondition(
      RuleSource source,
      int index,
      long withinMillis,
      Rule rule,
      Condition condition,
      RuleScope scope) {
    this.source = source;
    this.index = index;
    this.withinMillis = withinMillis;
    this.rule = rule;
    this.condition = condition;
    this.scope = scope;
  }

  @Override
  public boolean filter(Observation observation, Context<Observation> context) throws Exception {
    Rule rule = rule();
    Condition condition = this.condition;
    RuleScope scope = this.scope;
    if (condition == null || scope == null) {
      condition = FlinkPatternCompiler.conditions(rule).get(index);
      scope = new RuleScope(RuleScope.MeasureReader.NONE);
      this.condition = condition;
      this.scope = scope;
    }
    if (withinMillis >= 0 && isTooLate(observation, rule, context)) {
      return false;
    }
    return scope.holds(condition, observation, new ContextSteps(rule, context));
  }

  private Rule rule() {
    Rule known = rule;
    if (known == null) {
      known = source.rule();
      rule = known;
    }
    return known;
  }

  private boolean isTooLate(Observation observation, Rule rule, Context<Observation> context)
      throws Exception {
    long last = Long.MIN_VALUE;
    for (Step step : rule.steps()) {
      for (Observation taken : context.getEventsForPattern(step.name())) {
        last = Math.max(last, taken.timeMillis());
      }
    }
    return last != Long.MIN_VALUE && observation.timeMillis() - last > withinMillis;
  }

  /** The steps of a partial match, read from Flink's shared buffer on demand. */
  private record ContextSteps(Rule rule, Context<Observation> context) implements TakenSteps {
    @Override
    public List<Observation> step(int index) {
      List<Observation> taken = new ArrayList<>();
      try {
        context.getEventsForPattern(rule.steps().get(index).name()).forEach(taken::add);
      } catch (Exception e) {
        throw new IllegalStateException("cannot read the partial match", e);
      }
      return taken;
    }
  }
}
