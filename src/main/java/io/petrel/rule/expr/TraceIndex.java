package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.rule.Measure;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.ObservationList;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler knows about each part of an expression. Used to explain it, never to evaluate
 * it.
 */
final class TraceIndex {
  private final Map<Long, Typed> typed = new HashMap<>();
  private final Map<Long, Units.Pair> pairs = new HashMap<>();
  private final Map<Long, Slot> measures = new HashMap<>();
  private final Map<Long, Loop> loops = new HashMap<>();

  /** A measure with its place among the rule's. */
  record Slot(int index, Measure measure) {}

  /**
   * A function over a list of observations.
   *
   * @param variable the place in the frame of what it calls an element
   * @param body what is computed of each element
   */
  record Loop(ObservationList list, int variable, CelExpr body) {
    /** The variables in reach inside, outermost first. */
    List<Observation> bound(List<Observation> outside, Observation element) {
      List<Observation> inside = new ArrayList<>(outside.subList(0, variable));
      inside.add(element);
      return inside;
    }
  }

  void add(CelExpr part, Typed made) {
    typed.put(part.id(), made);
  }

  void add(CelExpr comparison, Units.Pair pair) {
    pairs.put(comparison.id(), pair);
  }

  void add(CelExpr measure, Slot slot) {
    measures.put(measure.id(), slot);
  }

  void add(CelExpr function, Loop loop) {
    loops.put(function.id(), loop);
  }

  /** Null where the compiler used the text only, such as the field of a measure. */
  @Nullable Typed typed(CelExpr part) {
    return typed.get(part.id());
  }

  /** Both sides of a comparison of numbers, in one unit; null for other parts. */
  Units.@Nullable Pair pair(CelExpr part) {
    return pairs.get(part.id());
  }

  /** The slot of a measure; null for other parts. */
  @Nullable Slot measure(CelExpr part) {
    return measures.get(part.id());
  }

  /** The name of the field that a part is, or that it measures; null for other parts. */
  @Nullable String field(CelExpr part) {
    Slot slot = measure(part);
    if (slot != null) {
      return slot.measure().fieldName();
    }
    Typed made = typed(part);
    if (!(made instanceof Typed.Num || made instanceof Typed.Text)) {
      return null;
    }
    return switch (part.getKind()) {
      case IDENT -> part.ident().name();
      case SELECT ->
          typed(part.select().operand()) instanceof Typed.Extra
              ? "extra." + part.select().field()
              : part.select().field();
      default -> null;
    };
  }

  @Nullable Loop loop(CelExpr part) {
    return loops.get(part.id());
  }
}
