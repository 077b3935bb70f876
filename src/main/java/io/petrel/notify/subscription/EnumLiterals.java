package io.petrel.notify.subscription;

import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import io.petrel.issue.NearestName;
import io.petrel.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns the words of closed sets into their indexes, where they are compared with a field of that
 * set: {@code severity >= "severe"} becomes {@code severity >= 3}. Words that are not in the set
 * are faults. Not thread-safe.
 */
final class EnumLiterals {
  private static final Set<String> EQUALITY = Set.of("_==_", "_!=_");
  private static final Set<String> ORDER = Set.of("_<_", "_<=_", "_>_", "_>=_");
  private static final String IN = "@in";

  private final YamlValue value;
  private final Map<Long, Integer> positions;
  private boolean faulty;

  EnumLiterals(YamlValue value, CelSource source) {
    this.value = value;
    this.positions = source.getPositionsMap();
  }

  /** Returns whether all words are known. */
  boolean replaceIn(CelMutableExpr expression) {
    visit(expression);
    return !faulty;
  }

  private void visit(CelMutableExpr expression) {
    switch (expression.getKind()) {
      case CALL -> {
        CelMutableExpr.CelMutableCall call = expression.call();
        call.target().ifPresent(this::visit);
        replace(call);
        call.args().forEach(this::visit);
      }
      case SELECT -> visit(expression.select().operand());
      case LIST -> expression.list().elements().forEach(this::visit);
      case COMPREHENSION -> {
        visit(expression.comprehension().iterRange());
        visit(expression.comprehension().loopStep());
      }
      case NOT_SET, CONSTANT, IDENT, STRUCT, MAP -> {}
    }
  }

  private void replace(CelMutableExpr.CelMutableCall call) {
    if (call.args().size() != 2) {
      return;
    }
    CelMutableExpr left = call.args().get(0);
    CelMutableExpr right = call.args().get(1);
    if (EQUALITY.contains(call.function()) || ORDER.contains(call.function())) {
      boolean ordered = ORDER.contains(call.function());
      replaceWord(left, right, ordered);
      replaceWord(right, left, ordered);
    } else if (call.function().equals(IN) && right.getKind() == Kind.LIST) {
      right.list().elements().forEach(element -> replaceWord(left, element, false));
    }
  }

  private void replaceWord(CelMutableExpr field, CelMutableExpr word, boolean ordered) {
    if (field.getKind() != Kind.IDENT
        || word.getKind() != Kind.CONSTANT
        || word.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return;
    }
    String name = field.ident().name();
    List<String> words = AlertFields.sets().get(name);
    if (words == null) {
      return;
    }
    String text = word.constant().stringValue();
    int place = words.indexOf(text.toLowerCase(Locale.ROOT));
    if (place < 0) {
      fault(
          word,
          text.length() + 2,
          "'%s' is not a value of %s%s; known are %s"
              .formatted(text, name, NearestName.hint(text, words), String.join(", ", words)));
    } else if (ordered && !AlertFields.ORDERED.contains(name)) {
      fault(
          word,
          text.length() + 2,
          "%s has no order; compare it with == or in [...]".formatted(name));
    }
    word.setConstant(CelConstant.ofValue((long) place));
  }

  private void fault(CelMutableExpr at, int length, String message) {
    faulty = true;
    value.errorAt(positions.getOrDefault(at.id(), 0), length, message);
  }
}
