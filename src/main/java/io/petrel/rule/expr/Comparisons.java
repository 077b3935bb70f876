package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.issue.NearestName;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.syntax.Syntax;
import io.petrel.rule.expr.typed.DecimalComparison;
import io.petrel.rule.expr.typed.ImpliedRange;
import io.petrel.rule.expr.typed.Interval;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Bool;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Logical;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.Text;
import io.petrel.rule.expr.typed.Typed.Time;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code < <= > >= == !=}. What is missing makes the result unknown. */
final class Comparisons {
  static final Map<String, String> MIRRORED =
      Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=", "==", "==", "!=", "!=");

  private Comparisons() {}

  static Typed compile(Compilation c, CelExpr expr, List<CelExpr> args) {
    Typed left = c.compile(args.get(0));
    Typed right = c.compile(args.get(1));
    String function = expr.call().function();
    String operator = function.substring(1, function.length() - 1);
    boolean equality = operator.equals("==") || operator.equals("!=");
    if (left instanceof Faulty || right instanceof Faulty) {
      return Faulty.INSTANCE;
    }
    if (left instanceof Num a && right instanceof Num b) {
      Units.Pair pair = Units.alike(c, expr, args.get(0), a, args.get(1), b);
      if (pair == null) {
        return Faulty.INSTANCE;
      }
      c.parts().add(expr, pair);
      return numbers(c, expr, args, operator, pair, a, b);
    }
    if (left instanceof Time a && right instanceof Time b) {
      return Bool.of(code(operator, a.code(), b.code()));
    }
    if (left instanceof Text a && right instanceof Text b && equality) {
      return texts(c, args, operator.equals("=="), a, b);
    }
    if (left instanceof Bool a && right instanceof Bool b && equality) {
      Truth same = DecimalComparison.truth(operator.equals("=="));
      Truth other = DecimalComparison.truth(!operator.equals("=="));
      return Bool.of(
          (scope, frame) -> {
            Truth first = a.code().at(scope, frame);
            Truth second = b.code().at(scope, frame);
            if (first == Truth.UNKNOWN || second == Truth.UNKNOWN) {
              return Truth.UNKNOWN;
            }
            return first == second ? same : other;
          });
    }
    return c.error(
        expr,
        "'%s' is %s and '%s' is %s: '%s' cannot compare them"
            .formatted(
                c.spans().text(args.get(0)),
                left.words(),
                c.spans().text(args.get(1)),
                right.words(),
                operator));
  }

  private static Typed numbers(
      Compilation c,
      CelExpr expr,
      List<CelExpr> args,
      String operator,
      Units.Pair pair,
      Num a,
      Num b) {
    Interval left = pair.left().range();
    Interval right = pair.right().range();
    boolean canBeTrue = possible(operator, left, right);
    boolean canBeFalse = possible(opposite(operator), left, right);
    if (!canBeTrue) {
      c.find(
          expr,
          "never true: %s, %s"
              .formatted(
                  range(c.spans().text(args.get(0)), pair.left(), pair.quantity()),
                  range(c.spans().text(args.get(1)), pair.right(), pair.quantity())));
    }
    Map<String, ImpliedRange> bounds = Map.of();
    if (pair.right().constant()) {
      bounds = known(args.get(0), a, pair.left(), operator, right.low());
    } else if (pair.left().constant()) {
      String mirrored = MIRRORED.getOrDefault(operator, operator);
      bounds = known(args.get(1), b, pair.right(), mirrored, left.low());
    }
    return new Bool(
        code(operator, pair.left().code(), pair.right().code()), canBeTrue, canBeFalse, bounds);
  }

  /** What a comparison with a constant implies; numbers in different units are different. */
  @SuppressWarnings("ReferenceEquality") // A number that is not converted keeps its code.
  private static Map<String, ImpliedRange> known(
      CelExpr part, Num written, Num compared, String operator, double constant) {
    Interval limit = half(operator, constant);
    String text = Syntax.canonical(part);
    return Map.of(
        written.code() == compared.code()
            ? text
            : text + " in " + compared.quantity().unit().symbol(),
        new ImpliedRange(compared.range().intersected(limit), limit, compared.code()));
  }

  private static Logical code(String operator, Numeric a, Numeric b) {
    return switch (operator) {
      case "<" ->
          (scope, frame) -> {
            double d = DecimalComparison.difference(a.at(scope, frame), b.at(scope, frame));
            return d < 0 ? Truth.TRUE : d >= 0 ? Truth.FALSE : Truth.UNKNOWN;
          };
      case "<=" ->
          (scope, frame) -> {
            double d = DecimalComparison.difference(a.at(scope, frame), b.at(scope, frame));
            return d <= 0 ? Truth.TRUE : d > 0 ? Truth.FALSE : Truth.UNKNOWN;
          };
      case ">" ->
          (scope, frame) -> {
            double d = DecimalComparison.difference(a.at(scope, frame), b.at(scope, frame));
            return d > 0 ? Truth.TRUE : d <= 0 ? Truth.FALSE : Truth.UNKNOWN;
          };
      case ">=" ->
          (scope, frame) -> {
            double d = DecimalComparison.difference(a.at(scope, frame), b.at(scope, frame));
            return d >= 0 ? Truth.TRUE : d < 0 ? Truth.FALSE : Truth.UNKNOWN;
          };
      case "==" ->
          (scope, frame) -> {
            double d = DecimalComparison.difference(a.at(scope, frame), b.at(scope, frame));
            return d == 0 ? Truth.TRUE : Double.isNaN(d) ? Truth.UNKNOWN : Truth.FALSE;
          };
      default ->
          (scope, frame) -> {
            double d = DecimalComparison.difference(a.at(scope, frame), b.at(scope, frame));
            return d == 0 ? Truth.FALSE : Double.isNaN(d) ? Truth.UNKNOWN : Truth.TRUE;
          };
    };
  }

  private static Typed texts(Compilation c, List<CelExpr> args, boolean equal, Text a, Text b) {
    checkAllowed(c, args.get(1), a.allowed(), b);
    checkAllowed(c, args.get(0), b.allowed(), a);
    return Bool.of(
        (scope, frame) -> {
          String first = a.code().at(scope, frame);
          String second = b.code().at(scope, frame);
          if (first == null || second == null) {
            return Truth.UNKNOWN;
          }
          return DecimalComparison.truth(first.equals(second) == equal);
        });
  }

  /** A text that is not in the closed set is a fault. */
  static void checkAllowed(
      Compilation c,
      CelExpr part,
      @org.jspecify.annotations.Nullable Set<String> allowed,
      Text text) {
    if (allowed != null && text.constant() != null && !allowed.contains(text.constant())) {
      c.error(
          part,
          "'%s' is not one of %s%s"
              .formatted(
                  text.constant(),
                  String.join(", ", allowed.stream().sorted().toList()),
                  NearestName.hint(text.constant(), allowed)));
    }
  }

  private static boolean possible(String operator, Interval a, Interval b) {
    return switch (operator) {
      case "<" -> DecimalComparison.of(a.low()) < DecimalComparison.of(b.high());
      case "<=" -> DecimalComparison.of(a.low()) <= DecimalComparison.of(b.high());
      case ">" -> DecimalComparison.of(a.high()) > DecimalComparison.of(b.low());
      case ">=" -> DecimalComparison.of(a.high()) >= DecimalComparison.of(b.low());
      case "==" ->
          DecimalComparison.of(a.low()) <= DecimalComparison.of(b.high())
              && DecimalComparison.of(b.low()) <= DecimalComparison.of(a.high());
      default ->
          !(DecimalComparison.of(a.low()) == DecimalComparison.of(a.high())
              && DecimalComparison.of(b.low()) == DecimalComparison.of(b.high())
              && DecimalComparison.of(a.low()) == DecimalComparison.of(b.low()));
    };
  }

  static String opposite(String operator) {
    return switch (operator) {
      case "<" -> ">=";
      case "<=" -> ">";
      case ">" -> "<=";
      case ">=" -> "<";
      case "==" -> "!=";
      default -> "==";
    };
  }

  private static Interval half(String operator, double value) {
    return switch (operator) {
      case "<" -> new Interval(Double.NEGATIVE_INFINITY, value - DecimalComparison.STEP);
      case "<=" -> new Interval(Double.NEGATIVE_INFINITY, value);
      case ">" -> new Interval(value + DecimalComparison.STEP, Double.POSITIVE_INFINITY);
      case ">=" -> new Interval(value, Double.POSITIVE_INFINITY);
      case "==" -> new Interval(value, value);
      default -> Interval.ALL;
    };
  }

  private static String range(String text, Num number, Quantity quantity) {
    String unit = quantity.unit().symbol().isEmpty() ? "" : " " + quantity.unit().symbol();
    Interval range = number.range();
    if (number.constant()) {
      return "'%s' is %s%s".formatted(text, shown(range.low()), unit);
    }
    if (range.isInfinite()) {
      return Double.isInfinite(range.low())
          ? "'%s' is at most %s%s".formatted(text, shown(range.high()), unit)
          : "'%s' is at least %s%s".formatted(text, shown(range.low()), unit);
    }
    return "'%s' is %s to %s%s".formatted(text, shown(range.low()), shown(range.high()), unit);
  }

  private static String shown(double value) {
    return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
