package io.petrel.rule.expr;

import io.petrel.alert.Measured;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.Measure;
import io.petrel.rule.Truth;
import io.petrel.rule.expr.Trace.Kind;
import io.petrel.rule.expr.Tracer.Node;
import io.petrel.rule.expr.typed.LoopVariables;
import io.petrel.rule.expr.typed.Quantity;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.ObservationRef;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values that decided the result of a condition. Of the elements of a list it keeps
 * the last one that counted. Not thread-safe.
 */
final class Decision {
  /** Most values of one condition. */
  private static final int MOST = 20;

  private final EvaluationScope scope;
  private final int variables;
  private final List<Measured> found;

  /** Values of the list variables, outermost first. */
  private final List<Observation> bound;

  private Decision(
      EvaluationScope scope, int variables, List<Measured> found, List<Observation> bound) {
    this.scope = scope;
    this.variables = variables;
    this.found = found;
    this.bound = bound;
  }

  /** As {@link io.petrel.rule.Condition#measured}. */
  static List<Measured> of(Node condition, EvaluationScope scope, int variables) {
    Decision decision = new Decision(scope, variables, new ArrayList<>(4), List.of());
    decision.add(condition, Truth.TRUE);
    return List.copyOf(decision.found);
  }

  /** Adds the values that gave a condition this truth, if it has it. */
  private void add(Node node, Truth truth) {
    if (!(node.typed() instanceof Typed.Bool bool)
        || truth == Truth.UNKNOWN
        || bool.code().at(scope, frame()) != truth) {
      return;
    }
    List<Node> parts = node.parts();
    if (node.kind() == Kind.AND || node.kind() == Kind.OR) {
      parts.forEach(part -> add(part, truth));
    } else if (node.kind() == Kind.NOT) {
      add(parts.get(0), truth == Truth.TRUE ? Truth.FALSE : Truth.TRUE);
    } else if (node.function().equals("_?_:_")
        && parts.get(0).typed() instanceof Typed.Bool asked) {
      Truth answer = asked.code().at(scope, frame());
      add(parts.get(0), answer);
      add(parts.get(answer == Truth.TRUE ? 1 : 2), truth);
    } else if (node.loop() != null) {
      each(node.loop(), inside -> inside.add(parts.get(0), truth));
    } else if (node.pair() != null) {
      addComparison(node, node.pair(), truth);
    } else {
      addReadings(node);
    }
  }

  private interface Inside {
    void look(Decision decision);
  }

  private void each(TraceIndex.Loop loop, Inside inside) {
    for (Observation element : loop.list().at(scope, frame())) {
      inside.look(new Decision(scope, variables, found, loop.bound(bound, element)));
    }
  }

  private LoopVariables frame() {
    return LoopVariables.of(variables, bound);
  }

  private void addComparison(Node node, Units.Pair pair, Truth truth) {
    Node left = node.parts().get(0);
    Node right = node.parts().get(1);
    double leftValue = pair.left().code().at(scope, frame());
    double rightValue = pair.right().code().at(scope, frame());
    String operator = truth == Truth.TRUE ? node.operator() : Comparisons.opposite(node.operator());
    boolean turned = left.kind() == Kind.CONSTANT && right.kind() != Kind.CONSTANT;
    Node subject = turned ? right : left;
    Node limit = turned ? left : right;
    put(
        subject,
        turned ? rightValue : leftValue,
        pair.quantity(),
        new Measured.Limit(
            turned ? Comparisons.MIRRORED.getOrDefault(operator, operator) : operator,
            turned ? leftValue : rightValue,
            limit.text()));
    if (subject.field() == null) {
      addReadings(subject);
    }
    addReadings(limit);
  }

  /** Parts of an expression. */
  private void addReadings(Node node) {
    if (node.field() != null) {
      if (node.typed() instanceof Typed.Num number) {
        put(node, number.code().at(scope, frame()), number.quantity(), null);
      } else {
        put(node, Double.NaN, Quantity.PLAIN, null);
      }
    } else if (node.loop() != null) {
      each(node.loop(), inside -> inside.addReadings(node.parts().get(0)));
    } else {
      node.parts().forEach(this::addReadings);
    }
  }

  private void put(Node node, double value, Quantity quantity, Measured.@Nullable Limit limit) {
    Measure measure = node.slot() == null ? null : node.slot().measure();
    if (measure != null && Double.isNaN(value)) {
      return; // Missing, or its reports are gone.
    }
    ObservationRef place = node.report();
    Observation report = place == null ? scope.current() : place.at(scope, frame());
    String text = node.typed() instanceof Typed.Text of ? of.code().at(scope, frame()) : null;
    put(
        new Measured(
            node.text(),
            node.field(),
            measure == null ? null : measure.kind().word(),
            measure == null ? 0 : measure.window().toMillis(),
            value,
            text,
            quantity.unit(),
            quantity.role() == Quantity.Role.DIFFERENCE,
            (report == null ? scope.current() : report).timeMillis(),
            limit,
            node.slot() == null ? null : extreme(node.slot())));
  }

  private Measured.@Nullable Extreme extreme(TraceIndex.Slot slot) {
    Observation report = scope.extreme(slot.index());
    return report == null
        ? null
        : new Measured.Extreme(report.timeMillis(), slot.measure().field(report));
  }

  /** Once for each comparison, and without one only if the value is compared nowhere. */
  private void put(Measured measured) {
    for (int i = 0; i < found.size(); i++) {
      Measured known = found.get(i);
      if (!known.expression().equals(measured.expression())) {
        continue;
      }
      if (measured.limit() == null && known.limit() != null) {
        return;
      }
      if (known.limit() == null || isAlike(known.limit(), measured.limit())) {
        found.set(i, measured);
        return;
      }
    }
    if (found.size() < MOST) {
      found.add(measured);
    }
  }

  private static boolean isAlike(Measured.Limit limit, Measured.@Nullable Limit other) {
    return other != null
        && limit.operator().equals(other.operator())
        && Objects.equals(limit.expression(), other.expression());
  }
}
