package io.petrel.rule.yaml;

import io.petrel.rule.Condition;
import io.petrel.rule.NumberExpression;
import io.petrel.rule.TextTemplate;
import io.petrel.rule.expr.ExpressionCompiler;
import io.petrel.rule.expr.MeasureTable;
import io.petrel.rule.expr.Names;
import io.petrel.rule.expr.syntax.Faults;
import io.petrel.yaml.YamlValue;
import java.util.Optional;

/** Compiles expressions in YAML values. Not thread-safe. */
final class Expressions {
  private final ExpressionCompiler compiler;

  Expressions(MeasureTable measures) {
    this.compiler = new ExpressionCompiler(measures);
  }

  Optional<Condition> condition(YamlValue value, Names names) {
    return value
        .text()
        .flatMap(text -> compiler.condition(text, names, faults(value)))
        .map(condition -> condition);
  }

  Optional<NumberExpression> number(YamlValue value, Names names) {
    return value.text().flatMap(text -> compiler.number(text, names, faults(value)));
  }

  Optional<TextTemplate> template(YamlValue value, Names names) {
    return value
        .text()
        .map(String::strip)
        .flatMap(text -> compiler.template(text, names, faults(value)));
  }

  private static Faults faults(YamlValue value) {
    return new Faults() {
      @Override
      public void error(int offset, int length, String message) {
        value.errorAt(offset, length, message);
      }

      @Override
      public void warning(int offset, int length, String message) {
        value.warningAt(offset, length, message);
      }
    };
  }
}
