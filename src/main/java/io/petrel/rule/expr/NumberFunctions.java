package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.Functions.Registry;
import io.petrel.rule.expr.typed.DecimalComparison;
import io.petrel.rule.expr.typed.Interval;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Bool;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Logical;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.ObservationRef;
import io.petrel.rule.expr.typed.Typed.Textual;
import io.petrel.weather.Moisture;
import io.petrel.weather.Unit;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code has}, arithmetic functions and the formulas of {@link MeteorologicalFormulas}. */
final class NumberFunctions {
  private static final Quantity CELSIUS = Quantity.point(Unit.CELSIUS);
  private static final Quantity DEGREES = Quantity.point(Unit.DEGREE);
  private static final Quantity PERCENT = Quantity.point(Unit.PERCENT);
  private static final Quantity SPEED = Quantity.point(Unit.METRE_PER_SECOND);

  private NumberFunctions() {}

  static void register(Registry registry) {
    registry.global("has(field)", 1, 1, NumberFunctions::has);
    registry.global("abs(number)", 1, 1, NumberFunctions::abs);
    registry.global("round(number, digits)", 1, 2, NumberFunctions::round);
    registry.global("floor(number)", 1, 1, NumberFunctions::floor);
    registry.global("ceil(number)", 1, 1, NumberFunctions::ceil);
    unary(registry, "sqrt(number)", Quantity.PLAIN, Math::sqrt);
    unary(registry, "sin_deg(degrees)", DEGREES, d -> Math.sin(Math.toRadians(d)));
    unary(registry, "cos_deg(degrees)", DEGREES, d -> Math.cos(Math.toRadians(d)));
    formula(registry, "turn(from, to)", DEGREES, DEGREES)
        .gives(DEGREES, 0, 180, MeteorologicalFormulas::turn);
    formula(registry, "veer(from, to)", DEGREES, DEGREES)
        .gives(DEGREES, -180, 180, MeteorologicalFormulas::veer);
    formula(registry, "heat_index(temperature_c, humidity_pct)", CELSIUS, PERCENT)
        .gives(CELSIUS, -120, 250, MeteorologicalFormulas::heatIndex);
    formula(registry, "wind_chill(temperature_c, wind_speed_ms)", CELSIUS, SPEED)
        .gives(CELSIUS, -250, 60, MeteorologicalFormulas::windChill);
    formula(registry, "dew_point(temperature_c, humidity_pct)", CELSIUS, PERCENT)
        .gives(CELSIUS, -273.15, 60, Moisture::dewPoint);
    formula(registry, "humidity(temperature_c, dew_point_c)", CELSIUS, CELSIUS)
        .gives(PERCENT, 0, Double.POSITIVE_INFINITY, Moisture::humidity);
    formula(registry, "humidity_over_ice(temperature_c, dew_point_c)", CELSIUS, CELSIUS)
        .gives(PERCENT, 0, Double.POSITIVE_INFINITY, Moisture::humidityOverIce);
  }

  @FunctionalInterface
  private interface Formula {
    void gives(Quantity result, double low, double high, DoubleBinaryOperator formula);
  }

  private static Formula formula(Registry registry, String usage, Quantity first, Quantity second) {
    return (result, low, high, formula) ->
        registry.global(
            usage,
            2,
            2,
            (c, call, args) -> {
              Num a = argument(c, args.get(0), first);
              Num b = argument(c, args.get(1), second);
              if (a == null || b == null) {
                return Faulty.INSTANCE;
              }
              Numeric x = a.code();
              Numeric y = b.code();
              return Num.of(
                  (scope, frame) -> formula.applyAsDouble(x.at(scope, frame), y.at(scope, frame)),
                  result,
                  new Interval(low, high));
            });
  }

  /** An argument in a quantity; a plain number is taken as being in it. */
  static @Nullable Num argument(Compilation c, CelExpr part, Quantity wanted) {
    Num number = c.number(part);
    if (number == null) {
      return null;
    }
    Quantity given = number.quantity();
    boolean otherDimension =
        !given.isPlain() && given.unit().dimension() != wanted.unit().dimension();
    if (otherDimension || (given.isTemperature() && given.role() == Quantity.Role.DIFFERENCE)) {
      c.error(
          part,
          "'%s' is %s; expected %s".formatted(c.spans().text(part), given.words(), wanted.words()));
      return null;
    }
    return number.in(wanted);
  }

  private static void unary(
      Registry registry, String usage, Quantity wanted, DoubleUnaryOperator operator) {
    registry.global(
        usage,
        1,
        1,
        (c, call, args) -> {
          Num number = wanted.isPlain() ? c.number(args.get(0)) : argument(c, args.get(0), wanted);
          return number == null
              ? Faulty.INSTANCE
              : number.mapped(operator, Quantity.PLAIN, Interval.ALL);
        });
  }

  private static Typed abs(Compilation c, CelExpr call, List<CelExpr> args) {
    Num number = c.number(args.get(0));
    return number == null
        ? Faulty.INSTANCE
        : number.mapped(Math::abs, number.quantity(), number.range().absolute());
  }

  private static Typed floor(Compilation c, CelExpr call, List<CelExpr> args) {
    return rounded(c, args, 1, code -> Math.floor(code + DecimalComparison.STEP / 2));
  }

  private static Typed ceil(Compilation c, CelExpr call, List<CelExpr> args) {
    return rounded(c, args, 1, code -> Math.ceil(code - DecimalComparison.STEP / 2));
  }

  private static Typed round(Compilation c, CelExpr call, List<CelExpr> args) {
    int digits = 0;
    if (args.size() == 2) {
      Typed second = c.compile(args.get(1));
      if (!(second instanceof Num number)
          || !number.constant()
          || number.value() != Math.rint(number.value())
          || number.value() < 0
          || number.value() > 6) {
        return second instanceof Faulty
            ? second
            : c.error(args.get(1), "digits is a whole number from 0 to 6");
      }
      digits = (int) number.value();
    }
    double scale = Math.pow(10, digits);
    return rounded(
        c,
        args,
        1 / scale,
        value ->
            Math.floor(Math.abs(value) * scale + 0.5 + DecimalComparison.STEP)
                / scale
                * Math.signum(value));
  }

  private static Typed rounded(
      Compilation c, List<CelExpr> args, double widen, DoubleUnaryOperator operator) {
    Num number = c.number(args.get(0));
    return number == null
        ? Faulty.INSTANCE
        : number.mapped(operator, number.quantity(), number.range().widened(widen));
  }

  /** The least or greatest of two or more numbers; missing when one of them is. */
  static Typed extreme(Compilation c, CelExpr call, List<CelExpr> args, boolean min) {
    Num result = c.number(args.get(0));
    for (int i = 1; i < args.size(); i++) {
      Num next = c.number(args.get(i));
      if (result == null || next == null) {
        return Faulty.INSTANCE;
      }
      Units.Pair pair = Units.alike(c, call, args.get(0), result, args.get(i), next);
      if (pair == null) {
        return Faulty.INSTANCE;
      }
      Numeric a = pair.left().code();
      Numeric b = pair.right().code();
      Numeric code =
          min
              ? (scope, frame) -> Math.min(a.at(scope, frame), b.at(scope, frame))
              : (scope, frame) -> Math.max(a.at(scope, frame), b.at(scope, frame));
      result = Num.of(code, pair.quantity(), pair.left().range().joined(pair.right().range()));
    }
    return result == null ? Faulty.INSTANCE : result;
  }

  private static Typed has(Compilation c, CelExpr call, List<CelExpr> args) {
    Typed typed = c.compile(args.get(0));
    if (typed instanceof Num number) {
      return number.constant()
          ? c.error(args.get(0), "a number is always there; has(..) tests a field")
          : present(number.code());
    }
    if (typed instanceof Typed.Time time) {
      return present(time.code());
    }
    if (typed instanceof Typed.Text text) {
      Textual code = text.code();
      return Bool.of((scope, frame) -> DecimalComparison.truth(code.at(scope, frame) != null));
    }
    if (typed instanceof Typed.Report report) {
      ObservationRef code = report.code();
      return Bool.of((scope, frame) -> DecimalComparison.truth(code.at(scope, frame) != null));
    }
    if (typed instanceof Typed.Reports reports) {
      return Bool.of((scope, frame) -> DecimalComparison.truth(reports.size(scope, frame) > 0));
    }
    if (typed instanceof Bool bool) {
      Logical code = bool.code();
      return Bool.of(
          (scope, frame) -> DecimalComparison.truth(code.at(scope, frame) != Truth.UNKNOWN));
    }
    return typed instanceof Faulty
        ? typed
        : c.error(args.get(0), "has(..) tests a field, a step or a measure");
  }

  private static Bool present(Numeric code) {
    return Bool.of(
        (scope, frame) -> DecimalComparison.truth(Double.isFinite(code.at(scope, frame))));
  }
}
