package io.petrel.rule.expr;

import io.petrel.weather.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation of an expression with list functions needs beside its scope: the observation
 * that each variable stands for, and how many more elements may be looked at. Expressions without
 * variables share {@link #NONE}, so they allocate nothing.
 */
final class Frame {
  /** Most list elements that one evaluation looks at; beyond, the result is unknown. */
  static final int MAX_ITERATIONS = 20_000;

  static final Frame NONE = new Frame(0);

  private final @Nullable Observation[] variables;
  private int iterationsLeft = MAX_ITERATIONS;

  private Frame(int variables) {
    this.variables = new @Nullable Observation[variables];
  }

  static Frame of(int variables) {
    return variables == 0 ? NONE : new Frame(variables);
  }

  /** A frame in which the outermost variables stand for observations. */
  static Frame of(int variables, List<Observation> bound) {
    Frame frame = of(variables);
    for (int i = 0; i < bound.size(); i++) {
      frame.next(i, bound.get(i));
    }
    return frame;
  }

  @Nullable Observation get(int variable) {
    return variables[variable];
  }

  /** Sets a variable to the next element; false when the evaluation has used up its share. */
  boolean next(int variable, Observation element) {
    variables[variable] = element;
    return --iterationsLeft >= 0;
  }
}
