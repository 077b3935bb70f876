package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.expr.typed.Interval;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Quantity.Role;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.Text;
import io.petrel.rule.expr.typed.Typed.Time;
import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;
import java.util.List;

/** {@code + - * / %} on numbers, times and texts. Division by zero is missing, not a fault. */
final class Arithmetic {
  private static final double MILLIS = 1000;

  private Arithmetic() {}

  static Typed compile(Compilation c, CelExpr expr, List<CelExpr> args) {
    Typed left = c.compile(args.get(0));
    Typed right = c.compile(args.get(1));
    String operator = expr.call().function();
    if (left instanceof Faulty || right instanceof Faulty) {
      return Faulty.INSTANCE;
    }
    if (left instanceof Num a && right instanceof Num b) {
      return switch (operator) {
        case "_+_", "_-_" -> sum(c, expr, args, operator.equals("_-_"), a, b);
        case "_*_" -> product(a, b);
        case "_/_" -> quotient(a, b);
        default -> remainder(c, expr, args, a, b);
      };
    }
    if (left instanceof Text a && right instanceof Text b && operator.equals("_+_")) {
      return Text.of(
          (scope, frame) -> {
            String first = a.code().at(scope, frame);
            String second = b.code().at(scope, frame);
            return first == null || second == null ? null : first + second;
          });
    }
    if (left instanceof Time a) {
      Typed time = time(operator, a, right);
      if (time != null) {
        return time;
      }
    }
    return c.error(
        expr,
        "'%s' is %s and '%s' is %s: '%s' does not work on them"
            .formatted(
                c.spans().text(args.get(0)),
                left.words(),
                c.spans().text(args.get(1)),
                right.words(),
                operator.substring(1, 2)));
  }

  private static @org.jspecify.annotations.Nullable Typed time(
      String operator, Time left, Typed right) {
    Numeric a = left.code();
    if (right instanceof Time other && operator.equals("_-_")) {
      Numeric b = other.code();
      return Num.of(
          (scope, frame) -> (a.at(scope, frame) - b.at(scope, frame)) / MILLIS,
          Quantity.SECONDS,
          Interval.ALL);
    }
    if (right instanceof Num other && other.quantity().unit().dimension() == Dimension.DURATION) {
      Numeric b = other.in(Quantity.SECONDS).code();
      if (operator.equals("_-_")) {
        return new Time((scope, frame) -> a.at(scope, frame) - b.at(scope, frame) * MILLIS);
      }
      if (operator.equals("_+_")) {
        return new Time((scope, frame) -> a.at(scope, frame) + b.at(scope, frame) * MILLIS);
      }
    }
    return null;
  }

  private static Typed sum(
      Compilation c, CelExpr expr, List<CelExpr> args, boolean minus, Num a, Num b) {
    Units.Pair pair = Units.sum(c, expr, minus, args.get(0), a, args.get(1), b);
    if (pair == null) {
      return Faulty.INSTANCE;
    }
    Numeric left = pair.left().code();
    Numeric right = pair.right().code();
    Interval first = pair.left().range();
    Interval second = pair.right().range();
    if (a.constant() && b.constant()) {
      double value = minus ? first.low() - second.low() : first.low() + second.low();
      return Num.constant(value, pair.quantity());
    }
    return minus
        ? Num.of(
            (scope, frame) -> left.at(scope, frame) - right.at(scope, frame),
            pair.quantity(),
            first.minus(second))
        : Num.of(
            (scope, frame) -> left.at(scope, frame) + right.at(scope, frame),
            pair.quantity(),
            first.plus(second));
  }

  private static Typed product(Num a, Num b) {
    Quantity quantity = Quantity.PLAIN;
    if (a.quantity().isPlain()) {
      quantity = b.quantity();
    } else if (b.quantity().isPlain()) {
      quantity = a.quantity();
    }
    Interval range = a.range().times(b.range());
    if (a.constant() && b.constant()) {
      return Num.constant(a.value() * b.value(), quantity);
    }
    Numeric left = a.code();
    Numeric right = b.code();
    return Num.of(
        (scope, frame) -> finite(left.at(scope, frame) * right.at(scope, frame)), quantity, range);
  }

  private static Typed quotient(Num a, Num b) {
    Quantity quantity = b.quantity().isPlain() ? a.quantity() : Quantity.PLAIN;
    Num right = b;
    if (!a.quantity().isPlain()
        && a.quantity().unit() != b.quantity().unit()
        && a.quantity().unit().dimension() == b.quantity().unit().dimension()) {
      Role role = b.quantity().isLiteral() ? a.quantity().role() : b.quantity().role();
      right = b.in(new Quantity(a.quantity().unit(), role));
    }
    Numeric top = a.code();
    Numeric bottom = right.code();
    return Num.of(
        (scope, frame) -> finite(top.at(scope, frame) / bottom.at(scope, frame)),
        quantity,
        a.range().dividedBy(right.range()));
  }

  private static Typed remainder(Compilation c, CelExpr expr, List<CelExpr> args, Num a, Num b) {
    Units.Pair pair = Units.alike(c, expr, args.get(0), a, args.get(1), b);
    if (pair == null) {
      return Faulty.INSTANCE;
    }
    Numeric left = pair.left().code();
    Numeric right = pair.right().code();
    return Num.of(
        (scope, frame) -> left.at(scope, frame) % right.at(scope, frame),
        pair.quantity().unit() == Unit.ONE ? Quantity.PLAIN : pair.quantity(),
        Interval.ALL);
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? Double.NaN : value;
  }
}
