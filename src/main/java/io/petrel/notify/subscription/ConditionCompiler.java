package io.petrel.notify.subscription;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelMutableAst;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.petrel.issue.ExpressionText;
import io.petrel.issue.NearestName;
import io.petrel.issue.SyntaxFault;
import io.petrel.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the conditions of subscriptions. They run once for an alert and subscription, so CEL's
 * own interpreter is fast enough; rules, which run for each observation, have a compiler of their
 * own.
 */
final class ConditionCompiler {
  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder().build();

  private ConditionCompiler() {}

  /** The condition; empty, with the faults reported at their places, if it is not valid. */
  static Optional<AlertCondition> compile(YamlValue value) {
    Optional<String> text = value.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (ExpressionText.reportComment(text.get(), value::errorAt)) {
      return Optional.empty();
    }
    try {
      CelValidationResult parsed = COMPILER.parse(text.get());
      if (parsed.hasError()) {
        return reportSyntax(text.get(), parsed, value);
      }
      CelMutableAst tree = CelMutableAst.fromCelAst(parsed.getAst());
      boolean wordsAreKnown = new EnumLiterals(value, parsed.getSource()).replaceIn(tree.expr());
      CelValidationResult checked = COMPILER.check(tree.toParsedAst());
      if (checked.hasError()) {
        return report(checked, parsed, value);
      }
      if (!wordsAreKnown) {
        return Optional.empty();
      }
      CelAbstractSyntaxTree ast = checked.getAst();
      if (!ast.getResultType().equals(SimpleType.BOOL)) {
        value.error(
            "a condition must be true or false, but this is %s; compare it with a value"
                .formatted(ast.getResultType().name()));
        return Optional.empty();
      }
      return Optional.of(
          new AlertCondition(
              ExpressionText.folded(text.get()),
              names(parsed.getAst()),
              RUNTIME.createProgram(ast)));
    } catch (CelValidationException | CelEvaluationException e) {
      value.error("this condition cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Only the first sentence of the parser's message is helpful. */
  private static Optional<AlertCondition> reportSyntax(
      String text, CelValidationResult result, YamlValue value) {
    CelIssue issue = result.getErrors().get(0);
    int points = Math.min(offset(result.getSource(), issue), text.codePointCount(0, text.length()));
    SyntaxFault.report(
        text, text.offsetByCodePoints(0, points), issue.getMessage(), "", value::errorAt);
    return Optional.empty();
  }

  private static Optional<AlertCondition> report(
      CelValidationResult result, CelValidationResult parsed, YamlValue value)
      throws CelValidationException {
    CelSource source = parsed.getSource();
    Map<Long, String> identifiers = identifiers(parsed.getAst());
    List<String> known = AlertFields.names();
    for (CelIssue issue : result.getErrors()) {
      String name = identifiers.get(issue.getExprId());
      if (name != null && !known.contains(name)) {
        value.errorAt(
            offset(source, issue),
            name.length(),
            "an alert has no '%s'%s; known are %s"
                .formatted(name, NearestName.hint(name, known), String.join(", ", known)));
      } else {
        value.errorAt(offset(source, issue), 1, readable(issue.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** The names in an expression by the id of their node, in the order of the text. */
  private static Map<Long, String> identifiers(CelAbstractSyntaxTree ast) {
    Map<Long, String> identifiers = new LinkedHashMap<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
        .forEach(node -> identifiers.put(node.id(), node.expr().ident().name()));
    return identifiers;
  }

  /** What it names of an alert, in the order of the text. */
  private static List<String> names(CelAbstractSyntaxTree ast) {
    return identifiers(ast).values().stream()
        .filter(AlertFields.names()::contains)
        .distinct()
        .toList();
  }

  private static String readable(String message) {
    return message
        .replace("found no matching overload for", "these kinds of values cannot be used with")
        .replaceAll(" \\(candidates: .*", "");
  }

  /** Found by node: a changed tree has no line numbers. */
  private static int offset(CelSource source, CelIssue issue) {
    Integer position = source.getPositionsMap().get(issue.getExprId());
    return position != null
        ? position
        : Math.max(0, source.getLocationOffset(issue.getSourceLocation()).orElse(0));
  }

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    AlertFields.sets().keySet().forEach(name -> builder.addVar(name, SimpleType.INT));
    AlertFields.TEXTS.forEach(name -> builder.addVar(name, SimpleType.STRING));
    CelType texts = ListType.create(SimpleType.STRING);
    AlertFields.LISTS.forEach(name -> builder.addVar(name, texts));
    builder.addVar(AlertFields.LABELS, MapType.create(SimpleType.STRING, SimpleType.STRING));
    return builder.build();
  }
}
