package io.petrel.rule.expr;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.stream.Collectors;

/** One text for equal expressions, whatever the white space and brackets. */
final class ExprText {
  private ExprText() {}

  static String of(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> expr.ident().name();
      case CONSTANT -> constant(expr.constant());
      case SELECT -> of(expr.select().operand()) + "." + expr.select().field();
      case CALL ->
          expr.call().target().map(t -> of(t) + ".").orElse("")
              + expr.call().function()
              + expr.call().args().stream()
                  .map(ExprText::of)
                  .collect(Collectors.joining(",", "(", ")"));
      case LIST ->
          expr.list().elements().stream()
              .map(ExprText::of)
              .collect(Collectors.joining(",", "[", "]"));
      default -> expr.getKind().toString();
    };
  }

  private static String constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case INT64_VALUE -> String.valueOf((double) constant.int64Value());
      case DOUBLE_VALUE -> String.valueOf(constant.doubleValue());
      case STRING_VALUE -> '"' + constant.stringValue() + '"';
      default -> constant.toString();
    };
  }
}
