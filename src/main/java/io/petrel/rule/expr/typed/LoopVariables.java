package io.petrel.rule.expr.typed;

import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State of one evaluation of an expression with list functions: the observation of each variable,
 * and how many more elements may be evaluated. Expressions without variables share {@link #NONE},
 * so they allocate nothing.
 */
public final class LoopVariables {
  /** Most list elements of one evaluation; beyond, the result is unknown. */
  static final int MAX_ITERATIONS = 20_000;

  static final LoopVariables NONE = new LoopVariables(0);

  private final @Nullable Observation[] variables;
  private int iterationsLeft = MAX_ITERATIONS;

  private LoopVariables(int variables) {
    this.variables = new @Nullable Observation[variables];
  }

  public static LoopVariables of(int variables) {
    return variables == 0 ? NONE : new LoopVariables(variables);
  }

  /** A frame whose outermost variables are these observations. */
  public static LoopVariables of(int variables, List<Observation> bound) {
    LoopVariables frame = of(variables);
    for (int i = 0; i < bound.size(); i++) {
      frame.next(i, bound.get(i));
    }
    return frame;
  }

  public @Nullable Observation get(int variable) {
    return variables[variable];
  }

  /** Sets a variable to the next element; false when the evaluation has reached its limit. */
  public boolean next(int variable, Observation element) {
    variables[variable] = element;
    return --iterationsLeft >= 0;
  }
}
