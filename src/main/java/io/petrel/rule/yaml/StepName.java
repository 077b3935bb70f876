package io.petrel.rule.yaml;

import io.petrel.rule.expr.ExpressionCompiler;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks names of steps, which expressions use. */
final class StepName {
  private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  /** Reserved by CEL, and words that would mislead. */
  private static final Set<String> RESERVED =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "let",
          "loop",
          "namespace",
          "null",
          "package",
          "return",
          "true",
          "var",
          "void",
          "while");

  private StepName() {}

  static Optional<String> fault(String name) {
    if (!FORM.matcher(name).matches()) {
      return Optional.of(
          "'%s' cannot be a name: letters, digits and _, not starting with a digit, at most 64"
              .formatted(name));
    }
    if (RESERVED.contains(name)) {
      return Optional.of(
          "'%s' is a reserved word of expressions; use another name".formatted(name));
    }
    if (ExpressionCompiler.fieldNames().contains(name)) {
      return Optional.of("'%s' is a field of observations; use another name".formatted(name));
    }
    return Optional.empty();
  }
}
