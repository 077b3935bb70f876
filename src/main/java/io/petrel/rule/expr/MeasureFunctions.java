package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.issue.NearestName;
import io.petrel.rule.Measure;
import io.petrel.rule.expr.Functions.Registry;
import io.petrel.rule.expr.typed.Interval;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.NumList;
import io.petrel.rule.expr.typed.Typed.NumberList;
import io.petrel.text.Durations;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Rolling measures: {@code fall(pressure_hpa, "3h")} and the like. */
final class MeasureFunctions {
  private MeasureFunctions() {}

  static void register(Registry registry) {
    for (Measure.Kind kind : Measure.Kind.values()) {
      String name = kind.word();
      boolean windowed = kind != Measure.Kind.PREVIOUS && kind != Measure.Kind.SINCE;
      String usage = windowed ? name + "(field, \"3h\")" : name + "(field)";
      Functions.Handler handler =
          switch (kind) {
            case MIN, MAX -> (c, call, args) -> minOrMax(c, call, args, kind, usage);
            case SUM, AVG -> (c, call, args) -> sumOrAvg(c, call, args, kind, usage);
            default -> (c, call, args) -> measure(c, call, args, kind, usage);
          };
      int most = kind == Measure.Kind.MIN || kind == Measure.Kind.MAX ? 10 : windowed ? 2 : 1;
      registry.global(usage, 1, most, handler);
    }
  }

  private static Typed minOrMax(
      Compilation c, CelExpr call, List<CelExpr> args, Measure.Kind kind, String usage) {
    boolean min = kind == Measure.Kind.MIN;
    if (args.size() == 1) {
      return Aggregations.of(
          c, args.get(0), min ? Aggregations.Kind.MIN : Aggregations.Kind.MAX, usage);
    }
    if (args.size() == 2 && isText(args.get(1))) {
      return measure(c, call, args, kind, usage);
    }
    return NumberFunctions.extreme(c, call, args, min);
  }

  private static Typed sumOrAvg(
      Compilation c, CelExpr call, List<CelExpr> args, Measure.Kind kind, String usage) {
    if (args.size() == 1) {
      boolean sum = kind == Measure.Kind.SUM;
      return Aggregations.of(
          c, args.get(0), sum ? Aggregations.Kind.SUM : Aggregations.Kind.AVG, usage);
    }
    return measure(c, call, args, kind, usage);
  }

  private static boolean isText(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expr.constant().getKind() == dev.cel.common.ast.CelConstant.Kind.STRING_VALUE;
  }

  private static Typed measure(
      Compilation c, CelExpr call, List<CelExpr> args, Measure.Kind kind, String usage) {
    String refused = c.names().measuresRefused();
    if (refused != null) {
      return c.error(c.spans().functionName(call), refused);
    }
    Variable variable = null;
    String extra = null;
    CelExpr field = args.get(0);
    if (field.getKind() == CelExpr.ExprKind.Kind.IDENT && !c.isVariable(field.ident().name())) {
      variable = Variables.find(field.ident().name()).orElse(null);
    } else if (isExtra(field)) {
      extra = field.select().field();
    }
    if (variable == null && extra == null) {
      return c.error(field, notAField(c, field, usage));
    }
    Duration window = Duration.ZERO;
    if (kind != Measure.Kind.PREVIOUS && kind != Measure.Kind.SINCE) {
      if (args.size() != 2 || !isText(args.get(1))) {
        return c.error(
            args.size() == 2 ? c.spans().of(args.get(1)) : c.spans().functionName(call),
            "'%s' is called as %s, with the window in quotes"
                .formatted(call.call().function(), usage));
      }
      Optional<Duration> parsed = Durations.parse(args.get(1).constant().stringValue());
      if (parsed.isEmpty()) {
        return c.error(
            args.get(1), "expected a duration such as \"90s\", \"30m\", \"2h30m\" or \"1d\"");
      }
      window = parsed.get();
    }
    Measure measure = new Measure(kind, variable, extra, window, c.measures().observations());
    int slot = c.measures().slot(measure, c.spot(call));
    c.parts().add(call, new TraceIndex.Slot(slot, measure));
    return Num.of(
        (scope, frame) -> scope.measure(slot), quantity(kind, variable), range(kind, variable));
  }

  private static boolean isExtra(CelExpr field) {
    return field.getKind() == CelExpr.ExprKind.Kind.SELECT
        && field.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
        && field.select().operand().ident().name().equals("extra");
  }

  private static String notAField(Compilation c, CelExpr field, String usage) {
    String text = c.spans().text(field);
    List<String> known = Variables.all().stream().map(Variable::name).toList();
    if (field.getKind() == CelExpr.ExprKind.Kind.IDENT) {
      return "'%s' is not a numeric field%s; write %s"
          .formatted(text, NearestName.hint(text, known), usage);
    }
    return "'%s' is not a field: a measure reads one numeric field of the station's own reports; write %s"
        .formatted(text, usage);
  }

  private static Quantity quantity(Measure.Kind kind, @Nullable Variable variable) {
    Unit unit = variable == null ? Unit.ONE : variable.unit();
    return switch (kind) {
      case CHANGE, FALL, RISE, RATE -> Quantity.difference(unit);
      case MIN, MAX, AVG, PREVIOUS, SUM -> Quantity.point(unit);
      case COUNT -> Quantity.PLAIN;
      case SINCE -> Quantity.SECONDS;
    };
  }

  private static Interval range(Measure.Kind kind, @Nullable Variable variable) {
    double low = variable == null ? Double.NEGATIVE_INFINITY : variable.minimum();
    double high = variable == null ? Double.POSITIVE_INFINITY : variable.maximum();
    double most = high - low;
    return switch (kind) {
      case CHANGE -> new Interval(-most, most);
      case FALL, RISE -> new Interval(0, most);
      case MIN, MAX, AVG, PREVIOUS -> new Interval(low, high);
      case SUM -> low >= 0 ? Interval.NOT_NEGATIVE : Interval.ALL;
      case COUNT, SINCE -> Interval.NOT_NEGATIVE;
      case RATE -> Interval.ALL;
    };
  }

  /**
   * One number from a list of numbers; missing ones do not count; missing when the list is empty.
   */
  private static final class Aggregations {
    private Aggregations() {}

    /** What is computed. */
    enum Kind {
      MIN,
      MAX,
      SUM,
      AVG
    }

    static Typed of(Compilation c, CelExpr arg, Kind kind, String usage) {
      Typed typed = c.compile(arg);
      if (typed instanceof Faulty) {
        return typed;
      }
      if (!(typed instanceof NumList list)) {
        return c.error(
            arg,
            "'%s' is %s; write %s, or give a list of numbers such as gusts.map(g, g.wind_gust_ms)"
                .formatted(c.spans().text(arg), typed.words(), usage));
      }
      NumberList code = list.code();
      return Num.of(
          (scope, frame) -> {
            Sum sum = new Sum();
            code.each(scope, frame, sum);
            return sum.result(kind);
          },
          list.quantity(),
          kind == Kind.SUM ? Interval.ALL : list.range());
    }

    private static final class Sum implements DoubleConsumer {
      private double min = Double.NaN;
      private double max = Double.NaN;
      private double sum;
      private int count;

      @Override
      public void accept(double value) {
        if (Double.isNaN(value)) {
          return;
        }
        min = count == 0 ? value : Math.min(min, value);
        max = count == 0 ? value : Math.max(max, value);
        sum += value;
        count++;
      }

      double result(Kind kind) {
        return switch (kind) {
          case MIN -> min;
          case MAX -> max;
          case SUM -> count == 0 ? Double.NaN : sum;
          case AVG -> count == 0 ? Double.NaN : sum / count;
        };
      }
    }
  }
}
