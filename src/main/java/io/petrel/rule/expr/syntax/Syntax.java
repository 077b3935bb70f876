package io.petrel.rule.expr.syntax;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import io.petrel.issue.ExpressionText;
import io.petrel.issue.SyntaxFault;
import java.util.Optional;
import java.util.stream.Collectors;

/** A parsed expression with the places of its parts. */
public record Syntax(CelExpr root, SourceSpans spans) {
  /** Longest expression, in characters. */
  static final int MAX_LENGTH = 10_000;

  private static final String AFTER_NUMBER =
      "; write a duration in quotes, as \"3h\", and a unit as a function, as knots(34)";

  private static final CelParser PARSER =
      CelParserFactory.standardCelParserBuilder()
          .setOptions(
              CelOptions.current()
                  .populateMacroCalls(false)
                  .maxExpressionCodePointSize(MAX_LENGTH)
                  .maxParseRecursionDepth(100)
                  .maxParseErrorRecoveryLimit(0)
                  .build())
          .build();

  /** Parses a text; empty, with the fault reported, if it is not an expression. */
  public static Optional<Syntax> parse(String text, Faults faults) {
    if (text.isBlank()) {
      faults.error(0, 1, "the expression is empty");
      return Optional.empty();
    }
    if (text.length() > MAX_LENGTH) {
      faults.error(
          0,
          1,
          "the expression has %,d characters; at most %,d are allowed"
              .formatted(text.length(), MAX_LENGTH));
      return Optional.empty();
    }
    if (ExpressionText.reportComment(text, faults::error)) {
      return Optional.empty();
    }
    CelValidationResult result = PARSER.parse(text);
    if (result.hasError()) {
      CelIssue first = result.getErrors().get(0);
      SyntaxFault.report(
          text, offset(text, result, first), first.getMessage(), AFTER_NUMBER, faults::error);
      return Optional.empty();
    }
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      return Optional.of(
          new Syntax(tree.getExpr(), new SourceSpans(text, tree.getSource().getPositionsMap())));
    } catch (CelValidationException e) {
      throw new IllegalStateException("a result without errors has a tree", e);
    }
  }

  private static int offset(String text, CelValidationResult result, CelIssue issue) {
    int codePoints =
        result
            .getSource()
            .getLocationOffset(
                issue.getSourceLocation().getLine(), issue.getSourceLocation().getColumn())
            .orElse(0);
    int known = Math.min(codePoints, text.codePointCount(0, text.length()));
    return text.offsetByCodePoints(0, Math.max(0, known));
  }

  /**
   * One text for all expressions of one syntax, whatever their white space, brackets, quotes and
   * kind of numbers; another one for any other.
   */
  public static String canonical(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> expr.ident().name();
      case CONSTANT -> canonical(expr.constant());
      case SELECT -> canonical(expr.select().operand()) + "." + expr.select().field();
      case CALL ->
          expr.call().target().map(t -> canonical(t) + ".").orElse("")
              + expr.call().function()
              + expr.call().args().stream()
                  .map(Syntax::canonical)
                  .collect(Collectors.joining(",", "(", ")"));
      case LIST ->
          expr.list().elements().stream()
              .map(Syntax::canonical)
              .collect(Collectors.joining(",", "[", "]"));
      default -> expr.getKind().toString();
    };
  }

  private static String canonical(CelConstant constant) {
    return switch (constant.getKind()) {
      case INT64_VALUE -> String.valueOf((double) constant.int64Value());
      case UINT64_VALUE -> String.valueOf(constant.uint64Value().doubleValue());
      case DOUBLE_VALUE -> String.valueOf(constant.doubleValue());
      case BOOLEAN_VALUE -> String.valueOf(constant.booleanValue());
      case STRING_VALUE -> quoted(constant.stringValue());
      default -> constant.toString();
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
