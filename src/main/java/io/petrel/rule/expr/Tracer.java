package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.alert.Measured;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.Trace.Comparison;
import io.petrel.rule.expr.Trace.Kind;
import io.petrel.rule.expr.syntax.SourceSpans;
import io.petrel.rule.expr.typed.DecimalComparison;
import io.petrel.rule.expr.typed.LoopVariables;
import io.petrel.rule.expr.typed.Rendering;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.ObservationRef;
import io.petrel.rule.expr.typed.Typed.Textual;
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
 * Evaluates an expression part by part, with the code that evaluates it as a whole: for what
 * matched, and for explanations. Safe for many threads.
 */
final class Tracer {
  private static final int DECIMALS = 4;
  private static final Map<String, String> OPERATORS =
      Map.of("_<_", "<", "_<=_", "<=", "_>_", ">", "_>=_", ">=", "_==_", "==", "_!=_", "!=");

  private final CelExpr expression;
  private final SourceSpans spans;
  private final TraceIndex parts;
  private final int variables;

  /** Created on first use: most conditions never match. Two threads may both create it. */
  private volatile @Nullable Node root;

  /**
   * A part with all that is known before evaluation.
   *
   * @param function of CEL, with operators such as {@code _&&_}; empty for a part that is not a
   *     call
   * @param typed null where the compiler used the text only
   * @param field as {@link TraceIndex#field}
   * @param report the observation whose field it is; null = the current one
   * @param loop of a function over a list; its only part is computed for each element
   */
  record Node(
      Kind kind,
      String function,
      String text,
      @Nullable Typed typed,
      Units.@Nullable Pair pair,
      TraceIndex.@Nullable Slot slot,
      @Nullable String field,
      @Nullable ObservationRef report,
      TraceIndex.@Nullable Loop loop,
      List<Node> parts) {
    String operator() {
      return OPERATORS.getOrDefault(function, function);
    }
  }

  /**
   * @param variables most list variables in reach at once
   */
  Tracer(CelExpr expression, SourceSpans spans, TraceIndex parts, int variables) {
    this.expression = expression;
    this.spans = spans;
    this.parts = parts;
    this.variables = variables;
  }

  Trace trace(EvaluationScope scope) {
    return new Walk(scope, List.of()).trace(root());
  }

  /** As {@link io.petrel.rule.Condition#measured}. */
  List<Measured> measured(EvaluationScope scope) {
    return Decision.of(root(), scope, variables);
  }

  /** As {@link CompiledCondition#literals}. */
  List<CompiledCondition.Literal> literals() {
    List<CompiledCondition.Literal> literals = new ArrayList<>();
    addLiterals(root(), Unit.ONE, literals);
    return literals;
  }

  private static void addLiterals(
      Node node, Unit around, List<CompiledCondition.Literal> literals) {
    Unit unit = UnitFunctions.units().getOrDefault(node.function(), around);
    if (node.parts().isEmpty() && node.kind() == Kind.CONSTANT) {
      if (node.typed() instanceof Typed.Num number) {
        literals.add(new CompiledCondition.Literal(number.value(), unit));
      }
    }
    node.parts().forEach(part -> addLiterals(part, unit, literals));
  }

  private Node root() {
    Node known = root;
    if (known == null) {
      known = node(expression);
      root = known;
    }
    return known;
  }

  private Node node(CelExpr expr) {
    Typed typed = parts.typed(expr);
    TraceIndex.Slot slot = parts.measure(expr);
    TraceIndex.Loop loop = parts.loop(expr);
    String function = expr.getKind() == CelExpr.ExprKind.Kind.CALL ? expr.call().function() : "";
    return new Node(
        typed instanceof Typed.Bool ? condition(function) : value(expr, typed, slot),
        function,
        spans.text(expr),
        typed,
        parts.pair(expr),
        slot,
        parts.field(expr),
        report(expr),
        loop,
        loop == null
            ? inner(expr).stream()
                .filter(part -> parts.typed(part) != null)
                .map(this::node)
                .toList()
            : List.of(node(loop.body())));
  }

  private static Kind condition(String function) {
    return switch (function) {
      case "_&&_" -> Kind.AND;
      case "_||_" -> Kind.OR;
      case "!_" -> Kind.NOT;
      default -> OPERATORS.containsKey(function) ? Kind.COMPARISON : Kind.CONDITION;
    };
  }

  private static Kind value(CelExpr expr, @Nullable Typed typed, TraceIndex.@Nullable Slot slot) {
    if (typed instanceof Typed.Num number && number.constant()) {
      return Kind.CONSTANT;
    }
    return switch (expr.getKind()) {
      case CONSTANT -> Kind.CONSTANT;
      case IDENT, SELECT -> Kind.FIELD;
      default -> slot == null ? Kind.VALUE : Kind.MEASURE;
    };
  }

  private @Nullable ObservationRef report(CelExpr field) {
    if (field.getKind() != CelExpr.ExprKind.Kind.SELECT) {
      return null;
    }
    Typed of = parts.typed(field.select().operand());
    if (of instanceof Typed.Extra extra) {
      return extra.code();
    }
    return of instanceof Typed.Report report ? report.code() : null;
  }

  private static List<CelExpr> inner(CelExpr expr) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.LIST) {
      return expr.list().elements();
    }
    if (expr.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return List.of();
    }
    List<CelExpr> inner = new ArrayList<>();
    expr.call().target().ifPresent(inner::add);
    inner.addAll(expr.call().args());
    return List.copyOf(inner);
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
    if (rounded.signum() == 0 && Math.abs(value) >= DecimalComparison.STEP) {
      rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
    }
    String digits = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    String symbol = unit.symbol();
    return symbol.isEmpty() ? digits : symbol.equals("°") ? digits + symbol : digits + " " + symbol;
  }

  /** One evaluation. */
  private final class Walk {
    private final EvaluationScope scope;

    /** Values of the list variables, outermost first. */
    private final List<Observation> bound;

    private Walk(EvaluationScope scope, List<Observation> bound) {
      this.scope = scope;
      this.bound = bound;
    }

    private LoopVariables frame() {
      return LoopVariables.of(variables, bound);
    }

    private Trace trace(Node node) {
      Typed typed = node.typed();
      if (typed instanceof Typed.Bool bool) {
        return condition(node, bool);
      }
      if (typed instanceof Typed.Num number) {
        double value = number.code().at(scope, frame());
        double finite = Double.isInfinite(value) ? Double.NaN : value;
        return value(node, shown(finite, number.quantity().unit()), finite);
      }
      Textual rendering = typed == null ? null : Rendering.of(typed);
      String shown = rendering == null ? "" : rendering.at(scope, frame());
      return value(node, shown == null ? Trace.MISSING : shown, Double.NaN);
    }

    private Trace value(Node node, String shown, double number) {
      TraceIndex.Slot slot = node.slot();
      return new Trace(
          node.kind(),
          node.text(),
          shown.equals(Trace.MISSING) ? Truth.UNKNOWN : Truth.TRUE,
          shown,
          number,
          slot == null ? -1 : slot.index(),
          null,
          node.kind() == Kind.VALUE ? inner(node) : List.of());
    }

    private Trace condition(Node node, Typed.Bool bool) {
      Truth truth = bool.code().at(scope, frame());
      Units.Pair pair = node.pair();
      return new Trace(
          node.kind(),
          node.text(),
          truth,
          word(truth),
          Double.NaN,
          -1,
          pair == null ? null : comparison(node.operator(), pair, truth),
          inner(node));
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

    private List<Trace> inner(Node node) {
      TraceIndex.Loop loop = node.loop();
      if (loop == null) {
        return node.parts().stream().map(this::trace).toList();
      }
      List<Trace> traces = new ArrayList<>();
      for (Observation element : loop.list().at(scope, frame())) {
        traces.add(new Walk(scope, loop.bound(bound, element)).trace(node.parts().get(0)));
      }
      return traces;
    }
  }
}
