package io.petrel.rule.expr.typed;

import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation of an expression with list functions needs beside its scope: the observation
 * that each variable stands for, and how many more elements may be looked at. Expressions without
 * variables share {@link #NONE}, so they allocate nothing.
 */
public final class LoopVariables {
  /** Most list elements that one evaluation looks at; beyond, the result is unknown. */
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

  /** A frame in which the outermost variables stand for observations. */
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

  /** Sets a variable to the next element; false when the evaluation has used up its share. */
  public boolean next(int variable, Observation element) {
    variables[variable] = element;
    return --iterationsLeft >= 0;
  }
}
