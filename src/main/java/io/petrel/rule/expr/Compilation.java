package io.petrel.rule.expr;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.petrel.issue.NearestName;
import io.petrel.issue.Spot;
import io.petrel.rule.expr.CompiledCondition.UnsatisfiableComparison;
import io.petrel.rule.expr.syntax.Faults;
import io.petrel.rule.expr.syntax.SourceSpans;
import io.petrel.rule.expr.typed.FieldAccess;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Faulty;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The compilation of one expression: walks its tree, reports what does not fit and builds the code
 * bottom-up. After a fault it goes on with {@link Faulty}, so one run shows all faults.
 */
final class Compilation {
  /** Deepest nesting of list functions: the cost grows with the list's size to this power. */
  static final int MAX_LIST_DEPTH = 2;

  private final Names names;
  private final MeasureTable measures;
  private final Faults faults;
  private final SourceSpans spans;
  private final Deque<String> variables = new ArrayDeque<>();
  private final Set<Integer> steps = new TreeSet<>();
  private final Set<String> fields = new LinkedHashSet<>();
  private final List<UnsatisfiableComparison> findings = new ArrayList<>();
  private final TraceIndex parts = new TraceIndex();
  private int mostVariables;
  private boolean faulty;

  Compilation(Names names, MeasureTable measures, Faults faults, SourceSpans spans) {
    this.names = names;
    this.measures = measures;
    this.faults = faults;
    this.spans = spans;
  }

  Typed compile(CelExpr expr) {
    Typed typed =
        switch (expr.getKind()) {
          case CONSTANT -> constant(expr);
          case IDENT -> ident(expr);
          case SELECT -> select(expr);
          case LIST -> Lists.literal(this, expr);
          case CALL -> call(expr);
          case MAP, STRUCT -> error(expr, "maps and messages are not in the rule language");
          default -> error(expr, "this is not in the rule language");
        };
    parts.add(expr, typed);
    String field = parts.field(expr);
    if (field != null) {
      fields.add(field);
    }
    return typed;
  }

  private Typed call(CelExpr expr) {
    String function = expr.call().function();
    if (Character.isLetter(function.charAt(0))) {
      return Functions.compile(this, expr);
    }
    return Operators.compile(this, expr);
  }

  private Typed constant(CelExpr expr) {
    CelConstant constant = expr.constant();
    return switch (constant.getKind()) {
      case INT64_VALUE -> Typed.Num.constant((double) constant.int64Value(), Quantity.PLAIN);
      case UINT64_VALUE -> Typed.Num.constant(constant.uint64Value().doubleValue(), Quantity.PLAIN);
      case DOUBLE_VALUE ->
          Double.isFinite(constant.doubleValue())
              ? Typed.Num.constant(constant.doubleValue(), Quantity.PLAIN)
              : error(expr, "this number is too large");
      case BOOLEAN_VALUE -> Typed.Bool.constant(constant.booleanValue());
      case STRING_VALUE -> {
        String text = constant.stringValue();
        yield new Typed.Text((scope, frame) -> text, text, null);
      }
      case NULL_VALUE -> error(expr, "there is no null; has(field) tests whether there is a value");
      default -> error(expr, "this is not in the rule language");
    };
  }

  private Typed ident(CelExpr expr) {
    String name = expr.ident().name();
    int variable = variable(name);
    if (variable >= 0) {
      return new Typed.Report((scope, frame) -> frame.get(variable), name);
    }
    Optional<Names.StepName> step = names.step(name);
    if (step.isPresent()) {
      return step(expr, step.get());
    }
    Typed field = FieldAccess.ofCurrent(name);
    if (field != null) {
      return field;
    }
    if (Functions.names().contains(name)) {
      return error(expr, "'%s' is a function: write %s".formatted(name, Functions.usage(name)));
    }
    return error(
        expr,
        "unknown name '%s'%s".formatted(name, NearestName.hint(name, knownNames()))
            + (names.steps().isEmpty()
                ? "; fields are " + String.join(", ", FieldAccess.NAMES)
                : ""));
  }

  private Typed step(CelExpr expr, Names.StepName step) {
    if (step.refused() != null) {
      return error(expr, step.refused());
    }
    steps.add(step.index());
    int index = step.index();
    if (step.shape() == Names.Shape.LIST) {
      return new Typed.Reports((scope, frame) -> scope.step(index));
    }
    return new Typed.Report(
        (scope, frame) -> {
          var taken = scope.step(index);
          return taken.isEmpty() ? null : taken.get(taken.size() - 1);
        },
        step.name());
  }

  private Typed select(CelExpr expr) {
    CelExpr operand = expr.select().operand();
    String field = expr.select().field();
    Typed of = compile(operand);
    SourceSpans.Span span = spans.fieldName(expr);
    if (of instanceof Faulty) {
      return of;
    }
    if (of instanceof Typed.Extra extra) {
      return FieldAccess.extra(extra.code(), field);
    }
    if (of instanceof Typed.Report report) {
      Typed value = FieldAccess.of(report.code(), field);
      return value != null
          ? value
          : error(
              span,
              "an observation has no field '%s'%s"
                  .formatted(field, NearestName.hint(field, FieldAccess.NAMES)));
    }
    if (of instanceof Typed.Reports) {
      String list = spans.text(operand);
      return error(
          expr,
          "'%s' is a list, because its step is repeated: write %s[0].%s, last(%s).%s or %s.all(x, x.%s > ..)"
              .formatted(list, list, field, list, field, list, field));
    }
    return error(expr, "'%s' is %s and has no fields".formatted(spans.text(operand), of.words()));
  }

  private int variable(String name) {
    int index = variables.size() - 1;
    for (String variable : variables) {
      if (variable.equals(name)) {
        return index;
      }
      index--;
    }
    return -1;
  }

  /** Compiles with a list variable in reach; the variable's place in the frame is its depth. */
  Typed withVariable(String name, CelExpr body) {
    variables.push(name);
    mostVariables = Math.max(mostVariables, variables.size());
    try {
      return compile(body);
    } finally {
      variables.pop();
    }
  }

  boolean isVariable(String name) {
    return variables.contains(name);
  }

  int listDepth() {
    return variables.size();
  }

  /** Compiles a part that must be a number; null when it is not, which has been reported. */
  Typed.@Nullable Num number(CelExpr expr) {
    Typed typed = compile(expr);
    if (typed instanceof Typed.Num number) {
      return number;
    }
    mismatch(expr, typed, "a number");
    return null;
  }

  /** Compiles a part that must be a condition; null when it is not, which has been reported. */
  Typed.@Nullable Bool bool(CelExpr expr) {
    Typed typed = compile(expr);
    if (typed instanceof Typed.Bool bool) {
      return bool;
    }
    mismatch(expr, typed, "a condition");
    return null;
  }

  /** Compiles a part that must be a text; null when it is not, which has been reported. */
  Typed.@Nullable Text text(CelExpr expr) {
    Typed typed = compile(expr);
    if (typed instanceof Typed.Text text) {
      return text;
    }
    mismatch(expr, typed, "a text");
    return null;
  }

  private void mismatch(CelExpr expr, Typed typed, String wanted) {
    if (!(typed instanceof Faulty)) {
      error(expr, "'%s' is %s; expected %s".formatted(spans.text(expr), typed.words(), wanted));
    }
  }

  Faulty error(CelExpr expr, String message) {
    return error(spans.of(expr), message);
  }

  Faulty error(SourceSpans.Span span, String message) {
    faulty = true;
    faults.error(span.from(), span.length(), message);
    return Faulty.INSTANCE;
  }

  Spot spot(CelExpr expr) {
    SourceSpans.Span span = spans.of(expr);
    return faults.spot(span.from(), span.length());
  }

  void find(CelExpr expr, String message) {
    findings.add(new UnsatisfiableComparison(spot(expr), message));
  }

  SourceSpans spans() {
    return spans;
  }

  Names names() {
    return names;
  }

  MeasureTable measures() {
    return measures;
  }

  /** Data with which {@link Tracer} later explains the expression. */
  TraceIndex parts() {
    return parts;
  }

  Set<Integer> steps() {
    return Set.copyOf(steps);
  }

  /** As {@link io.petrel.rule.Condition#fields}. */
  Set<String> fields() {
    return Collections.unmodifiableSet(fields);
  }

  List<UnsatisfiableComparison> findings() {
    return List.copyOf(findings);
  }

  int mostVariables() {
    return mostVariables;
  }

  boolean isFaulty() {
    return faulty;
  }

  private Set<String> knownNames() {
    Set<String> known = new TreeSet<>(FieldAccess.NAMES);
    known.addAll(variables);
    names.steps().forEach(step -> known.add(step.name()));
    return known;
  }
}
