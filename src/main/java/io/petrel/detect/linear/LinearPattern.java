package io.petrel.detect.linear;

import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Element;
import io.petrel.rule.Quantifier;
import io.petrel.rule.Rule;
import io.petrel.rule.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that does not branch, as a sequence of states. Each state says what the next
 * observation must, or must not, fulfil.
 */
public final class LinearPattern {
  private final List<State> states = new ArrayList<>();

  /** What a state waits for. */
  enum Kind {
    /** Takes an observation that fits. */
    TAKE,
    /** The very next observation must not fit; the next state evaluates it too. */
    NOT_NEXT,
    /** As {@link #NOT_NEXT}, at the end: the very next observation completes the match. */
    NOT_NEXT_AT_END,
    /** No observation may fit until time has run out; then the match is complete. */
    NOT_UNTIL_TIME_RUNS_OUT
  }

  /**
   * @param step index of the step that is taken, or must not be
   * @param name of that step: conditions after it may name it
   * @param where what the observation must, or must not, fulfil
   * @param withinMillis longest time since the last observation taken; -1 = no limit
   * @param follows what may stand before the observation that is taken
   * @param stop ends the partial match while it is in this state; null = nothing does
   * @param stopStep index of the step whose condition that is; -1 = nothing
   * @param stopWithinMillis time since the last observation taken up to which {@code stop} counts
   */
  record State(
      Kind kind,
      int step,
      String name,
      Condition where,
      long withinMillis,
      Contiguity follows,
      @Nullable Condition stop,
      int stopStep,
      long stopWithinMillis) {
    /** Equal for states that mean the same, given the same predecessors and the same filter. */
    String text() {
      return String.join(
          "\n",
          kind.name(),
          String.valueOf(step),
          name,
          where.canonical(),
          String.valueOf(withinMillis),
          follows.name(),
          stop == null ? "" : stop.canonical(),
          String.valueOf(stopWithinMillis));
    }
  }

  /**
   * @param rule one that {@link #fits}
   * @param conditions replace {@code FlinkPatternCompiler.conditions}, one for one
   */
  public LinearPattern(Rule rule, List<Condition> conditions) {
    List<Element> pattern = rule.pattern();
    for (int i = 0; i < pattern.size(); i++) {
      if (step(pattern, i).absent()) {
        addAbsence(pattern, i, conditions.get(i));
      } else {
        addTakes(pattern, i, conditions);
      }
    }
  }

  /**
   * Whether the linear matcher supports a rule: each step is taken a fixed number of times,
   * absences stand between two steps or at the end, and no skip strategy holds a match back.
   */
  public static boolean fits(Rule rule) {
    AfterMatch.Kind after = rule.afterMatch().kind();
    if (after != AfterMatch.Kind.RESTART && after != AfterMatch.Kind.NO_SKIP) {
      return false;
    }
    boolean absentBefore = true;
    for (Element element : rule.pattern()) {
      if (!(element instanceof Step step) || !isFixed(step) || (absentBefore && step.absent())) {
        return false;
      }
      if (rule.alertOnTimeout() && step.within() != null) {
        return false;
      }
      absentBefore = step.absent();
    }
    return true;
  }

  private static boolean isFixed(Step step) {
    Quantifier quantifier = step.quantifier();
    return step.until() == null
        && quantifier.min() == quantifier.max()
        && !quantifier.optional()
        && !quantifier.greedy()
        && (quantifier.max() == 1 || quantifier.between() != Contiguity.ANY)
        && quantifier.max() <= 100;
  }

  private static Step step(List<Element> pattern, int index) {
    if (pattern.get(index) instanceof Step step) {
      return step;
    }
    throw new IllegalArgumentException("the linear matcher does not support groups");
  }

  private void addTakes(List<Element> pattern, int index, List<Condition> conditions) {
    Step step = step(pattern, index);
    int before = index > 0 && isRelaxedAbsence(step(pattern, index - 1)) ? index - 1 : -1;
    // As in Flink CEP, an absence after a repeated step also holds between its repetitions.
    int after =
        index + 1 < pattern.size() && isRelaxedAbsence(step(pattern, index + 1)) ? index + 1 : -1;
    for (int i = 0; i < step.quantifier().max(); i++) {
      int stop = i == 0 ? before : after;
      states.add(
          new State(
              Kind.TAKE,
              index,
              step.name(),
              conditions.get(index),
              millis(step),
              i == 0 ? step.follows() : step.quantifier().between(),
              stop < 0 ? null : conditions.get(stop),
              stop,
              stop < 0 ? -1 : millis(step(pattern, stop))));
    }
  }

  private void addAbsence(List<Element> pattern, int index, Condition where) {
    Step step = step(pattern, index);
    boolean atEnd = index == pattern.size() - 1;
    if (isRelaxedAbsence(step) && !atEnd) {
      return;
    }
    Kind kind =
        isRelaxedAbsence(step)
            ? Kind.NOT_UNTIL_TIME_RUNS_OUT
            : atEnd ? Kind.NOT_NEXT_AT_END : Kind.NOT_NEXT;
    states.add(
        new State(kind, index, step.name(), where, millis(step), step.follows(), null, -1, -1));
  }

  private static boolean isRelaxedAbsence(Step step) {
    return step.absent() && step.follows() != Contiguity.STRICT;
  }

  private static long millis(Step step) {
    return step.within() == null ? -1 : step.within().toMillis();
  }

  /** In order; a partial match that leaves the last one is complete. */
  public List<State> states() {
    return states;
  }
}
