package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.typed.DecimalComparison;
import io.petrel.rule.expr.typed.FieldAccess;
import io.petrel.rule.expr.typed.Interval;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Bool;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Logical;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.NumList;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.ObservationList;
import io.petrel.rule.expr.typed.Typed.Reports;
import io.petrel.rule.expr.typed.Typed.Text;
import io.petrel.rule.expr.typed.Typed.TextList;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;

/** Lists: literals, {@code in}, {@code [0]}, and the functions over the reports of a step. */
final class Lists {
  private Lists() {}

  static Typed literal(Compilation c, CelExpr expr) {
    List<CelExpr> elements = expr.list().elements();
    if (elements.isEmpty()) {
      return c.error(expr, "the list is empty");
    }
    List<Typed> typed = elements.stream().map(c::compile).toList();
    if (typed.stream().anyMatch(Faulty.class::isInstance)) {
      return Faulty.INSTANCE;
    }
    if (typed.stream().allMatch(t -> t instanceof Text text && text.constant() != null)) {
      Set<String> values = new LinkedHashSet<>();
      typed.forEach(t -> values.add(String.valueOf(((Text) t).constant())));
      return new TextList(values);
    }
    if (!typed.stream().allMatch(Num.class::isInstance)) {
      return c.error(expr, "a list holds numbers only, or texts in quotes only");
    }
    return numbers(c, expr, elements, typed.stream().map(Num.class::cast).toList());
  }

  private static Typed numbers(
      Compilation c, CelExpr expr, List<CelExpr> elements, List<Num> numbers) {
    Num first = numbers.get(0);
    Interval range = first.range();
    List<Numeric> codes = new ArrayList<>(List.of(first.code()));
    for (int i = 1; i < numbers.size(); i++) {
      Units.Pair pair =
          Units.alike(c, expr, elements.get(0), first, elements.get(i), numbers.get(i));
      if (pair == null) {
        return Faulty.INSTANCE;
      }
      codes.add(numbers.get(i).in(first.quantity()).code());
      range = range.joined(numbers.get(i).in(first.quantity()).range());
    }
    return new NumList(
        (scope, frame, sink) -> {
          for (Numeric code : codes) {
            sink.accept(code.at(scope, frame));
          }
        },
        first.quantity(),
        range);
  }

  static Typed in(Compilation c, List<CelExpr> args) {
    Typed element = c.compile(args.get(0));
    Typed list = c.compile(args.get(1));
    if (element instanceof Faulty || list instanceof Faulty) {
      return Faulty.INSTANCE;
    }
    if (element instanceof Text text && list instanceof TextList values) {
      for (String value : values.values()) {
        Comparisons.checkAllowed(
            c, args.get(1), text.allowed(), new Text(text.code(), value, null));
      }
      return Bool.of(
          (scope, frame) -> {
            String value = text.code().at(scope, frame);
            return value == null
                ? Truth.UNKNOWN
                : DecimalComparison.truth(values.values().contains(value));
          });
    }
    if (element instanceof Num number && list instanceof NumList values) {
      if (!number.quantity().isPlain()
          && !values.quantity().isPlain()
          && number.quantity().unit() != values.quantity().unit()) {
        return c.error(args.get(1), "the list and the value have different units");
      }
      return Bool.of(
          (scope, frame) -> {
            Membership membership = new Membership(number.code().at(scope, frame));
            values.code().each(scope, frame, membership);
            return membership.truth();
          });
    }
    return c.error(
        args.get(1),
        "'in' looks for a text or a number in a list such as [\"a\", \"b\"]; '%s' is %s"
            .formatted(c.spans().text(args.get(1)), list.words()));
  }

  static Typed index(Compilation c, CelExpr expr, List<CelExpr> args) {
    Typed list = c.compile(args.get(0));
    Typed index = c.compile(args.get(1));
    if (list instanceof Faulty || index instanceof Faulty) {
      return Faulty.INSTANCE;
    }
    if (!(index instanceof Num number)
        || !number.constant()
        || number.value() < 0
        || number.value() != Math.rint(number.value())
        || number.value() > Integer.MAX_VALUE) {
      return c.error(args.get(1), "an index of a list is a whole number from 0, as in gusts[0]");
    }
    if (!(list instanceof Reports reports)) {
      return c.error(
          expr,
          "'%s' is %s, not a list".formatted(c.spans().text(args.get(0)), list.words())
              + (list instanceof Typed.Report ? ": its step is not repeated" : ""));
    }
    int place = (int) number.value();
    return new Typed.Report(
        (scope, frame) -> {
          List<Observation> all = reports.code().at(scope, frame);
          return place < all.size() ? all.get(place) : null;
        },
        c.spans().text(expr));
  }

  /** {@code list.all(x, condition)} and the like. */
  static Typed macro(Compilation c, CelExpr expr, CelExpr target) {
    Typed list = c.compile(target);
    List<CelExpr> args = expr.call().args();
    String function = expr.call().function();
    if (list instanceof Faulty) {
      return list;
    }
    if (!(list instanceof Reports reports)) {
      return c.error(
          target,
          "'%s' is %s; %s works on the reports of a repeated step"
              .formatted(c.spans().text(target), list.words(), function));
    }
    if (args.size() != 2 || args.get(0).getKind() != CelExpr.ExprKind.Kind.IDENT) {
      return c.error(
          c.spans().functionName(expr),
          "write %s.%s(x, ..x.field..)".formatted(c.spans().text(target), function));
    }
    if (c.listDepth() >= Compilation.MAX_LIST_DEPTH) {
      return c.error(
          expr,
          "list functions can be nested at most %d deep".formatted(Compilation.MAX_LIST_DEPTH));
    }
    String variable = args.get(0).ident().name();
    if (FieldAccess.NAMES.contains(variable)
        || c.names().step(variable).isPresent()
        || c.isVariable(variable)) {
      return c.error(args.get(0), "'%s' is already defined; use another name".formatted(variable));
    }
    int slot = c.listDepth();
    Typed body = c.withVariable(variable, args.get(1));
    if (body instanceof Faulty) {
      return body;
    }
    c.parts().add(expr, new TraceIndex.Loop(reports.code(), slot, args.get(1)));
    if (function.equals("map")) {
      return map(c, args.get(1), reports.code(), slot, body);
    }
    if (!(body instanceof Bool condition)) {
      return c.error(
          args.get(1),
          "'%s' is %s; expected a condition".formatted(c.spans().text(args.get(1)), body.words()));
    }
    return switch (function) {
      case "all" -> Bool.of(all(reports.code(), slot, condition.code()));
      case "exists" -> Bool.of(exists(reports.code(), slot, condition.code()));
      case "exists_one" -> Bool.of(existsOne(reports.code(), slot, condition.code()));
      default -> new Reports(filter(reports.code(), slot, condition.code()));
    };
  }

  private static Logical all(ObservationList series, int slot, Logical condition) {
    return (scope, frame) -> {
      List<Observation> list = series.at(scope, frame);
      Truth result = Truth.TRUE;
      for (int i = 0; i < list.size(); i++) {
        if (!frame.next(slot, list.get(i))) {
          return Truth.UNKNOWN;
        }
        Truth one = condition.at(scope, frame);
        if (one == Truth.FALSE) {
          return Truth.FALSE;
        }
        result = one == Truth.UNKNOWN ? one : result;
      }
      return result;
    };
  }

  private static Logical exists(ObservationList series, int slot, Logical condition) {
    return (scope, frame) -> {
      List<Observation> list = series.at(scope, frame);
      Truth result = Truth.FALSE;
      for (int i = 0; i < list.size(); i++) {
        if (!frame.next(slot, list.get(i))) {
          return Truth.UNKNOWN;
        }
        Truth one = condition.at(scope, frame);
        if (one == Truth.TRUE) {
          return Truth.TRUE;
        }
        result = one == Truth.UNKNOWN ? one : result;
      }
      return result;
    };
  }

  private static Logical existsOne(ObservationList series, int slot, Logical condition) {
    return (scope, frame) -> {
      List<Observation> list = series.at(scope, frame);
      int found = 0;
      boolean unknown = false;
      for (int i = 0; i < list.size(); i++) {
        if (!frame.next(slot, list.get(i))) {
          return Truth.UNKNOWN;
        }
        Truth one = condition.at(scope, frame);
        found += one == Truth.TRUE ? 1 : 0;
        unknown |= one == Truth.UNKNOWN;
      }
      return found > 1
          ? Truth.FALSE
          : unknown ? Truth.UNKNOWN : DecimalComparison.truth(found == 1);
    };
  }

  private static ObservationList filter(ObservationList series, int slot, Logical condition) {
    return (scope, frame) -> {
      List<Observation> list = series.at(scope, frame);
      List<Observation> kept = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        if (!frame.next(slot, list.get(i))) {
          return List.of();
        }
        if (condition.at(scope, frame) == Truth.TRUE) {
          kept.add(list.get(i));
        }
      }
      return kept;
    };
  }

  private static Typed map(
      Compilation c, CelExpr part, ObservationList series, int slot, Typed body) {
    if (!(body instanceof Num number)) {
      return c.error(
          part, "map must give numbers; '%s' is %s".formatted(c.spans().text(part), body.words()));
    }
    Numeric code = number.code();
    return new NumList(
        (scope, frame, sink) -> {
          List<Observation> list = series.at(scope, frame);
          for (int i = 0; i < list.size(); i++) {
            boolean more = frame.next(slot, list.get(i));
            sink.accept(more ? code.at(scope, frame) : Double.NaN);
            if (!more) {
              return;
            }
          }
        },
        number.quantity(),
        number.range());
  }

  /** Looks for a number among numbers. */
  private static final class Membership implements DoubleConsumer {
    private final double wanted;
    private boolean found;
    private boolean unknown;

    Membership(double wanted) {
      this.wanted = wanted;
      this.unknown = Double.isNaN(wanted);
    }

    @Override
    public void accept(double value) {
      double difference = DecimalComparison.difference(value, wanted);
      found |= difference == 0;
      unknown |= Double.isNaN(difference);
    }

    Truth truth() {
      return found ? Truth.TRUE : unknown ? Truth.UNKNOWN : Truth.FALSE;
    }
  }
}
