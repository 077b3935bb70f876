package io.petrel.rule.expr.typed;

import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Truth;
import io.petrel.weather.Observation;
import io.petrel.weather.Unit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A checked part of an expression with the code that computes it. */
public sealed interface Typed {
  /** Its type in words, such as {@code a number}. */
  String words();

  /** Placeholder for a part whose fault has been reported; it fits every type. */
  record Faulty() implements Typed {
    public static final Faulty INSTANCE = new Faulty();

    @Override
    public String words() {
      return "faulty";
    }
  }

  /**
   * A number.
   *
   * @param range its possible values, for plausible observations, in the quantity's unit
   */
  record Num(Numeric code, Quantity quantity, Interval range, boolean constant) implements Typed {
    public static Num of(Numeric code, Quantity quantity, Interval range) {
      return new Num(code, quantity, range, false);
    }

    public static Num constant(double value, Quantity quantity) {
      return new Num((scope, frame) -> value, quantity, Interval.of(value), true);
    }

    /** The result of an operator on it; missing (NaN) goes into the operator too. */
    public Num mapped(DoubleUnaryOperator operator, Quantity result, Interval possible) {
      return of((scope, frame) -> operator.applyAsDouble(code.at(scope, frame)), result, possible);
    }

    /** The value of a constant. */
    public double value() {
      return range.low();
    }

    @Override
    public String words() {
      return quantity.isPlain() ? "a number" : quantity.words();
    }

    /** The same in another unit of the same dimension; a plain number is taken as being in it. */
    public Num in(Quantity target) {
      Unit from = quantity.unit();
      Unit to = target.unit();
      if (quantity.isPlain() || from == to) {
        return new Num(code, target, range, constant);
      }
      boolean difference = target.role() == Quantity.Role.DIFFERENCE;
      double factor = from.differenceTo(to, 1);
      double offset = difference ? 0 : from.to(to, 0);
      if (constant) {
        return constant(convert(value(), from, to, difference), target);
      }
      Interval converted =
          new Interval(range.low() * factor + offset, range.high() * factor + offset);
      return of((scope, frame) -> code.at(scope, frame) * factor + offset, target, converted);
    }

    private static double convert(double value, Unit from, Unit to, boolean difference) {
      return difference ? from.differenceTo(to, value) : from.to(to, value);
    }
  }

  /**
   * A truth value.
   *
   * @param canBeTrue whether plausible observations can make it true
   * @param canBeFalse whether plausible observations can make it false
   * @param whenTrue what it implies for numbers when true, by their text
   */
  record Bool(
      Logical code, boolean canBeTrue, boolean canBeFalse, Map<String, ImpliedRange> whenTrue)
      implements Typed {
    public static Bool of(Logical code) {
      return new Bool(code, true, true, Map.of());
    }

    public static Bool constant(boolean value) {
      Truth truth = DecimalComparison.truth(value);
      return new Bool((scope, frame) -> truth, value, !value, Map.of());
    }

    @Override
    public String words() {
      return "a condition";
    }
  }

  /**
   * A text.
   *
   * @param constant its value if it is written in the expression
   * @param allowed the values it can have; null = any
   */
  record Text(Textual code, @Nullable String constant, @Nullable Set<String> allowed)
      implements Typed {
    public static Text of(Textual code) {
      return new Text(code, null, null);
    }

    @Override
    public String words() {
      return "a text";
    }
  }

  /** A point in time, in milliseconds since 1970 UTC. */
  record Time(Numeric code) implements Typed {
    @Override
    public String words() {
      return "a time";
    }
  }

  record Report(ObservationRef code, String name) implements Typed {
    @Override
    public String words() {
      return "an observation";
    }
  }

  /** The measurements of one observation that have no field. */
  record Extra(ObservationRef code) implements Typed {
    @Override
    public String words() {
      return "the extra measurements";
    }
  }

  record Reports(ObservationList code) implements Typed {
    public int size(EvaluationScope scope, LoopVariables frame) {
      return code.at(scope, frame).size();
    }

    @Override
    public String words() {
      return "a list of observations";
    }
  }

  /** A list of numbers. */
  record NumList(NumberList code, Quantity quantity, Interval range) implements Typed {
    @Override
    public String words() {
      return "a list of numbers";
    }
  }

  /** A list of texts that are written in the expression. */
  record TextList(Set<String> values) implements Typed {
    @Override
    public String words() {
      return "a list of texts";
    }
  }

  /** Computes a truth value. Never throws. */
  @FunctionalInterface
  public interface Logical {
    Truth at(EvaluationScope scope, LoopVariables frame);
  }

  /** Computes a number; NaN is missing. Never throws. */
  @FunctionalInterface
  public interface Numeric {
    double at(EvaluationScope scope, LoopVariables frame);
  }

  /** Computes a text; null is missing. Never throws. */
  @FunctionalInterface
  public interface Textual {
    @Nullable String at(EvaluationScope scope, LoopVariables frame);
  }

  /** Passes on a list of numbers, one by one; missing ones are NaN. */
  @FunctionalInterface
  public interface NumberList {
    void each(EvaluationScope scope, LoopVariables frame, DoubleConsumer sink);
  }

  /** Finds a list of observations in time order. */
  @FunctionalInterface
  public interface ObservationList {
    List<Observation> at(EvaluationScope scope, LoopVariables frame);
  }

  /** Finds an observation; null when the step has taken none. */
  @FunctionalInterface
  public interface ObservationRef {
    /** The observation under test. */
    ObservationRef CURRENT = (scope, frame) -> scope.current();

    @Nullable Observation at(EvaluationScope scope, LoopVariables frame);
  }
}
