package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.expr.Typed.Faulty;
import io.petrel.rule.expr.Typed.Num;
import io.petrel.rule.expr.Typed.NumList;
import java.util.function.DoubleConsumer;

/** One number of a list of numbers; missing ones do not count, and of nothing it is missing. */
final class Reductions {
  private Reductions() {}

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
    Numbers code = list.code();
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
