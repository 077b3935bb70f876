package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.expr.Functions.Registry;
import io.petrel.rule.expr.typed.Interval;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.Reports;
import io.petrel.rule.expr.typed.Typed.Textual;
import java.util.List;

/** {@code size}, {@code first}, {@code last} and the calls of {@link Lists#macro}. */
final class ListFunctions {
  private ListFunctions() {}

  static void register(Registry registry) {
    registry.global("size(list)", 1, 1, ListFunctions::size);
    registry.global("first(list)", 1, 1, (c, call, args) -> end(c, args, true));
    registry.global("last(list)", 1, 1, (c, call, args) -> end(c, args, false));
    for (String name : List.of("all", "exists", "exists_one", "filter", "map")) {
      String body = name.equals("map") ? "x.wind_gust_ms" : "x.wind_gust_ms > 20.0";
      String usage = "gusts.%s(x, %s)".formatted(name, body);
      registry.member(name, usage, 3, 3, (c, call, args) -> Lists.macro(c, call, args.get(0)));
    }
  }

  private static Typed size(Compilation c, CelExpr call, List<CelExpr> args) {
    Typed typed = c.compile(args.get(0));
    if (typed instanceof Reports reports) {
      return Num.of(reports::size, Quantity.PLAIN, Interval.NOT_NEGATIVE);
    }
    if (typed instanceof Typed.Text text) {
      Textual code = text.code();
      return Num.of(
          (scope, frame) -> {
            String value = code.at(scope, frame);
            return value == null ? Double.NaN : value.codePointCount(0, value.length());
          },
          Quantity.PLAIN,
          Interval.NOT_NEGATIVE);
    }
    return typed instanceof Faulty ? typed : notAList(c, args.get(0), typed, "size");
  }

  private static Typed end(Compilation c, List<CelExpr> args, boolean first) {
    Typed typed = c.compile(args.get(0));
    if (typed instanceof Reports reports) {
      return new Typed.Report(
          (scope, frame) -> {
            var list = reports.code().at(scope, frame);
            return list.isEmpty() ? null : list.get(first ? 0 : list.size() - 1);
          },
          c.spans().text(args.get(0)));
    }
    return typed instanceof Faulty
        ? typed
        : notAList(c, args.get(0), typed, first ? "first" : "last");
  }

  private static Faulty notAList(Compilation c, CelExpr part, Typed typed, String function) {
    return c.error(
        part,
        "'%s' is %s, not a list; %s takes the name of a repeated step"
            .formatted(c.spans().text(part), typed.words(), function));
  }
}
