package io.petrel.rule.expr;

import io.petrel.rule.Condition;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Truth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a condition with its result at one observation, and its own parts.
 *
 * @param text the source text, white space folded
 * @param truth its result; for a number or a text: unknown when missing, else true
 * @param value for people, with the unit; {@link #MISSING} when there is none
 * @param number the value of a number, NaN for all else and when missing
 * @param measure slot of a measure, {@link io.petrel.rule.Rule#measures()}; -1 for other parts
 * @param comparison both sides, for a comparison of numbers
 */
public record Trace(
    Kind kind,
    String text,
    Truth truth,
    String value,
    double number,
    int measure,
    @Nullable Comparison comparison,
    List<Trace> parts) {
  public static final String MISSING = "missing";

  /** What kind of part it is. */
  public enum Kind {
    AND,
    OR,
    NOT,
    COMPARISON,
    /** Any other condition, such as {@code has(wind_gust_ms)}. */
    CONDITION,
    /** A field of an observation. */
    FIELD,
    MEASURE,
    CONSTANT,
    /** Any other value. */
    VALUE
  }

  /**
   * A comparison of two numbers in one unit.
   *
   * @param by how far the left side is from where the comparison would be true, >= 0; 0 when it is
   *     true, or when the two are equal and must not be
   * @param shownBy the same for people, with the unit
   */
  public record Comparison(String operator, double left, double right, double by, String shownBy) {
    /** {@link #by} as a share of the larger side, 0 to 1. */
    public double share() {
      double larger = Math.max(Math.abs(left), Math.abs(right));
      return larger == 0 ? 0 : Math.min(1, by / larger);
    }
  }

  public Trace {
    parts = List.copyOf(parts);
  }

  /**
   * Evaluates a condition part by part at an observation. The result of the whole is the
   * condition's.
   */
  public static Trace of(Condition condition, EvaluationScope scope) {
    if (condition instanceof CompiledCondition compiled) {
      return compiled.tracer().trace(scope);
    }
    Truth truth = condition.evaluate(scope);
    String text = condition.text().isEmpty() ? "any report" : condition.text();
    return new Trace(
        Kind.CONDITION, text, truth, Tracer.word(truth), Double.NaN, -1, null, List.of());
  }

  public boolean isTrue() {
    return truth == Truth.TRUE;
  }

  /**
   * The smallest parts that make the whole not true: of an AND those that are not true, of an OR
   * all. Empty when it is true.
   */
  public List<Trace> causes() {
    List<Trace> causes = new ArrayList<>();
    addCauses(causes);
    return causes;
  }

  private void addCauses(List<Trace> causes) {
    if (isTrue()) {
      return;
    }
    if (kind == Kind.AND || kind == Kind.OR) {
      parts.forEach(part -> part.addCauses(causes));
    } else {
      causes.add(this);
    }
  }

  /** The smallest conditions of the whole, in the order of the text. */
  public List<Trace> conditions() {
    if (kind != Kind.AND && kind != Kind.OR) {
      return List.of(this);
    }
    return parts.stream().flatMap(part -> part.conditions().stream()).toList();
  }

  /** The fields and measures in it that are missing, in the order of the text. */
  public List<Trace> missing() {
    if (kind == Kind.FIELD || kind == Kind.MEASURE) {
      return truth == Truth.UNKNOWN ? List.of(this) : List.of();
    }
    return parts.stream().flatMap(part -> part.missing().stream()).toList();
  }

  /** This and all its parts, in the order of the text. */
  public List<Trace> all() {
    List<Trace> all = new ArrayList<>();
    all.add(this);
    parts.forEach(part -> all.addAll(part.all()));
    return all;
  }
}
