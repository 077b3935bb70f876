package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.typed.ImpliedRange;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Bool;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Logical;
import io.petrel.rule.expr.typed.Typed.Num;
import io.petrel.rule.expr.typed.Typed.Numeric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Logic and choice; passes arithmetic, comparisons and lists on. */
final class Operators {
  private Operators() {}

  static Typed compile(Compilation c, CelExpr expr) {
    List<CelExpr> args = expr.call().args();
    return switch (expr.call().function()) {
      case "_&&_" -> and(c, args);
      case "_||_" -> or(c, args);
      case "!_" -> not(c, args.get(0));
      case "-_" -> negate(c, args.get(0));
      case "_?_:_" -> choose(c, expr, args);
      case "_+_", "_-_", "_*_", "_/_", "_%_" -> Arithmetic.compile(c, expr, args);
      case "_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_" -> Comparisons.compile(c, expr, args);
      case "@in", "_in_" -> Lists.in(c, args);
      case "_[_]" -> Lists.index(c, expr, args);
      default -> c.error(expr, "this is not in the rule language");
    };
  }

  private static Typed and(Compilation c, List<CelExpr> args) {
    Bool left = c.bool(args.get(0));
    Bool right = c.bool(args.get(1));
    if (left == null || right == null) {
      return Faulty.INSTANCE;
    }
    Map<String, ImpliedRange> bounds = new HashMap<>(left.whenTrue());
    right.whenTrue().forEach((name, known) -> bounds.merge(name, known, ImpliedRange::and));
    boolean contradiction = bounds.values().stream().anyMatch(known -> known.range().isEmpty());
    if (contradiction && left.canBeTrue() && right.canBeTrue()) {
      c.find(
          args.get(1),
          "'%s' and '%s' are never true together"
              .formatted(c.spans().text(args.get(0)), c.spans().text(args.get(1))));
    }
    Logical a = left.code();
    Logical b = right.code();
    return new Bool(
        (scope, frame) -> {
          Truth first = a.at(scope, frame);
          if (first == Truth.FALSE) {
            return Truth.FALSE;
          }
          Truth second = b.at(scope, frame);
          return second == Truth.TRUE ? first : second;
        },
        left.canBeTrue() && right.canBeTrue() && !contradiction,
        left.canBeFalse() || right.canBeFalse(),
        bounds);
  }

  private static Typed or(Compilation c, List<CelExpr> args) {
    Bool left = c.bool(args.get(0));
    Bool right = c.bool(args.get(1));
    if (left == null || right == null) {
      return Faulty.INSTANCE;
    }
    Map<String, ImpliedRange> bounds = new HashMap<>();
    left.whenTrue()
        .forEach(
            (name, known) -> {
              ImpliedRange other = right.whenTrue().get(name);
              if (other != null) {
                bounds.put(name, known.or(other));
              }
            });
    Logical a = left.code();
    Logical b = right.code();
    return new Bool(
        (scope, frame) -> {
          Truth first = a.at(scope, frame);
          if (first == Truth.TRUE) {
            return Truth.TRUE;
          }
          Truth second = b.at(scope, frame);
          return second == Truth.FALSE ? first : second;
        },
        left.canBeTrue() || right.canBeTrue(),
        left.canBeFalse() && right.canBeFalse(),
        bounds);
  }

  private static Typed not(Compilation c, CelExpr arg) {
    Bool inner = c.bool(arg);
    if (inner == null) {
      return Faulty.INSTANCE;
    }
    Logical code = inner.code();
    return new Bool(
        (scope, frame) ->
            switch (code.at(scope, frame)) {
              case TRUE -> Truth.FALSE;
              case FALSE -> Truth.TRUE;
              case UNKNOWN -> Truth.UNKNOWN;
            },
        /* canBeTrue= */ inner.canBeFalse(),
        /* canBeFalse= */ inner.canBeTrue(),
        Map.of());
  }

  private static Typed negate(Compilation c, CelExpr arg) {
    Num inner = c.number(arg);
    if (inner == null) {
      return Faulty.INSTANCE;
    }
    if (inner.constant()) {
      return Num.constant(-inner.value(), inner.quantity());
    }
    return inner.mapped(value -> -value, inner.quantity(), inner.range().negated());
  }

  private static Typed choose(Compilation c, CelExpr expr, List<CelExpr> args) {
    Bool condition = c.bool(args.get(0));
    Typed yes = c.compile(args.get(1));
    Typed no = c.compile(args.get(2));
    if (condition == null || yes instanceof Faulty || no instanceof Faulty) {
      return Faulty.INSTANCE;
    }
    Logical when = condition.code();
    if (yes instanceof Num a && no instanceof Num b) {
      Units.Pair pair = Units.alike(c, expr, args.get(1), a, args.get(2), b);
      if (pair == null) {
        return Faulty.INSTANCE;
      }
      Numeric first = pair.left().code();
      Numeric second = pair.right().code();
      return Num.of(
          (scope, frame) ->
              switch (when.at(scope, frame)) {
                case TRUE -> first.at(scope, frame);
                case FALSE -> second.at(scope, frame);
                case UNKNOWN -> Double.NaN;
              },
          pair.quantity(),
          pair.left().range().joined(pair.right().range()));
    }
    if (yes instanceof Bool a && no instanceof Bool b) {
      return new Bool(
          (scope, frame) ->
              switch (when.at(scope, frame)) {
                case TRUE -> a.code().at(scope, frame);
                case FALSE -> b.code().at(scope, frame);
                case UNKNOWN -> Truth.UNKNOWN;
              },
          a.canBeTrue() || b.canBeTrue(),
          a.canBeFalse() || b.canBeFalse(),
          Map.of());
    }
    if (yes instanceof Typed.Text a && no instanceof Typed.Text b) {
      return Typed.Text.of(
          (scope, frame) ->
              switch (when.at(scope, frame)) {
                case TRUE -> a.code().at(scope, frame);
                case FALSE -> b.code().at(scope, frame);
                case UNKNOWN -> null;
              });
    }
    return c.error(
        expr,
        "both sides of ':' must have the same type; '%s' is %s and '%s' is %s"
            .formatted(
                c.spans().text(args.get(1)), yes.words(), c.spans().text(args.get(2)), no.words()));
  }
}
