package io.petrel.rule.expr;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names that an expression may use beside the fields of the current observation.
 *
 * @param steps all steps of the rule, also those that the expression cannot see, for messages
 * @param measuresRefused why rolling measures cannot be used here; null = allowed
 */
public record Names(List<StepName> steps, @Nullable String measuresRefused) {

  public Names {
    steps = List.copyOf(steps);
  }

  /**
   * A step.
   *
   * @param refused why the expression cannot use it; null = allowed
   */
  public record StepName(String name, int index, Shape shape, @Nullable String refused) {}

  /** What a step's name refers to. */
  public enum Shape {
    SINGLE,
    /** Its observations as a list. */
    LIST
  }

  Optional<StepName> step(String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }
}
