package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.Scope;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.Trace.Comparison;
import io.petrel.rule.expr.Trace.Kind;
import io.petrel.weather.Dimension;
import io.petrel.weather.Observation;
import io.petrel.weather.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an expression part by part, with the code that evaluates it as a whole. Slow, and only
 * for explanations. Immutable.
 */
final class Tracer {
  private static final int DECIMALS = 4;
  private static final Map<String, String> OPERATORS =
      Map.of("_<_", "<", "_<=_", "<=", "_>_", ">", "_>=_", ">=", "_==_", "==", "_!=_", "!=");

  private final CelExpr root;
  private final Spans spans;
  private final Parts parts;
  private final int variables;

  /**
   * @param variables most list variables in reach at once
   */
  Tracer(CelExpr root, Spans spans, Parts parts, int variables) {
    this.root = root;
    this.spans = spans;
    this.parts = parts;
    this.variables = variables;
  }

  Trace trace(Scope scope) {
    return new Walk(scope, List.of()).trace(root);
  }

  static String word(Truth truth) {
    return switch (truth) {
      case TRUE -> "yes";
      case FALSE -> "no";
      case UNKNOWN -> "unknown";
    };
  }

  /** A number with its unit, for people. */
  static String shown(double value, Unit unit) {
    if (Double.isNaN(value)) {
      return Trace.MISSING;
    }
    if (unit.dimension() == Dimension.DURATION) {
      return Objects.requireNonNullElse(
          Rendering.duration(Unit.SECOND == unit ? value : unit.to(Unit.SECOND, value)),
          Trace.MISSING);
    }
    if (Double.isInfinite(value)) {
      return "infinite";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    if (rounded.signum() == 0 && Math.abs(value) >= Grid.STEP) {
      rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
    }
    String digits = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    String symbol = unit.symbol();
    return symbol.isEmpty() ? digits : symbol.equals("°") ? digits + symbol : digits + " " + symbol;
  }

  /** One evaluation. */
  private final class Walk {
    private final Scope scope;

    /** What the list variables stand for, outermost first. */
    private final List<Observation> bound;

    private Walk(Scope scope, List<Observation> bound) {
      this.scope = scope;
      this.bound = bound;
    }

    /** A frame of its own for each part: a frame has a limited number of steps. */
    private Frame frame() {
      Frame frame = Frame.of(variables);
      for (int i = 0; i < bound.size(); i++) {
        frame.next(i, bound.get(i));
      }
      return frame;
    }

    private Trace trace(CelExpr expr) {
      Typed typed = parts.typed(expr);
      if (typed instanceof Typed.Bool bool) {
        return condition(expr, bool);
      }
      String text = spans.text(expr);
      if (typed instanceof Typed.Num number) {
        double value = number.code().at(scope, frame());
        double finite = Double.isInfinite(value) ? Double.NaN : value;
        return value(expr, text, shown(finite, number.quantity().unit()), finite);
      }
      Textual rendering = typed == null ? null : Rendering.of(typed);
      String shown = rendering == null ? "" : rendering.at(scope, frame());
      return value(expr, text, shown == null ? Trace.MISSING : shown, Double.NaN);
    }

    private Trace value(CelExpr expr, String text, String shown, double number) {
      Integer slot = parts.measure(expr);
      Kind kind =
          switch (expr.getKind()) {
            case CONSTANT -> Kind.CONSTANT;
            case IDENT, SELECT -> Kind.FIELD;
            default -> slot == null ? Kind.VALUE : Kind.MEASURE;
          };
      boolean isConstant = parts.typed(expr) instanceof Typed.Num known && known.constant();
      return new Trace(
          isConstant ? Kind.CONSTANT : kind,
          text,
          shown.equals(Trace.MISSING) ? Truth.UNKNOWN : Truth.TRUE,
          shown,
          number,
          slot == null ? -1 : slot,
          null,
          slot == null && kind == Kind.VALUE && !isConstant ? inner(expr) : List.of());
    }

    private Trace condition(CelExpr expr, Typed.Bool bool) {
      Truth truth = bool.code().at(scope, frame());
      String function = expr.getKind() == CelExpr.ExprKind.Kind.CALL ? expr.call().function() : "";
      Kind kind =
          switch (function) {
            case "_&&_" -> Kind.AND;
            case "_||_" -> Kind.OR;
            case "!_" -> Kind.NOT;
            default -> OPERATORS.containsKey(function) ? Kind.COMPARISON : Kind.CONDITION;
          };
      Units.Pair pair = parts.pair(expr);
      return new Trace(
          kind,
          spans.text(expr),
          truth,
          word(truth),
          Double.NaN,
          -1,
          pair == null ? null : comparison(OPERATORS.getOrDefault(function, function), pair, truth),
          inner(expr));
    }

    private @Nullable Comparison comparison(String operator, Units.Pair pair, Truth truth) {
      double left = pair.left().code().at(scope, frame());
      double right = pair.right().code().at(scope, frame());
      if (Double.isNaN(left) || Double.isNaN(right)) {
        return null;
      }
      double by = truth == Truth.TRUE ? 0 : Math.abs(left - right);
      Unit unit = pair.quantity().unit();
      return new Comparison(operator, left, right, by, shown(by, unit));
    }

    private List<Trace> inner(CelExpr expr) {
      if (expr.getKind() == CelExpr.ExprKind.Kind.LIST) {
        return expr.list().elements().stream().map(this::trace).toList();
      }
      if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
        return List.of();
      }
      Parts.Loop loop = parts.loop(expr);
      if (loop != null) {
        return elements(loop);
      }
      List<Trace> traces = new ArrayList<>();
      expr.call().target().map(this::trace).ifPresent(traces::add);
      expr.call().args().stream()
          .filter(argument -> parts.typed(argument) != null)
          .map(this::trace)
          .forEach(traces::add);
      return traces;
    }

    /** What each element of a list came to. */
    private List<Trace> elements(Parts.Loop loop) {
      List<Trace> traces = new ArrayList<>();
      for (Observation element : loop.list().at(scope, frame())) {
        List<Observation> inside = new ArrayList<>(bound.subList(0, loop.variable()));
        inside.add(element);
        traces.add(new Walk(scope, inside).trace(loop.body()));
      }
      return traces;
    }
  }
}
