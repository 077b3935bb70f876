package io.petrel.rule.expr;

import dev.cel.common.ast.CelExpr;
import io.petrel.issue.ExpressionText;
import io.petrel.rule.EvaluationScope;
import io.petrel.rule.NumberExpression;
import io.petrel.rule.TextTemplate;
import io.petrel.rule.expr.syntax.Faults;
import io.petrel.rule.expr.syntax.Syntax;
import io.petrel.rule.expr.syntax.TemplateText;
import io.petrel.rule.expr.typed.FieldAccess;
import io.petrel.rule.expr.typed.LoopVariables;
import io.petrel.rule.expr.typed.Rendering;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Numeric;
import io.petrel.rule.expr.typed.Typed.Textual;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles the expressions of one rule. Faults are reported at their places, never thrown; the
 * result is empty then. Not thread-safe; what it makes is immutable and safe for many threads.
 *
 * <p>The syntax is CEL's. What differs from stock CEL: every number is a double and whole numbers
 * divide exactly; comparisons are on a grid of 1e-6; a missing value, a division by zero and an
 * overflow are missing, and what compares them is unknown; numbers carry units.
 */
public final class ExpressionCompiler {
  private final MeasureTable measures;

  /**
   * Starts the expressions of a rule.
   *
   * @param measures takes the measures that the expressions use
   */
  public ExpressionCompiler(MeasureTable measures) {
    this.measures = measures;
  }

  /** The fields of an observation, by the names that expressions use. */
  public static List<String> fieldNames() {
    return FieldAccess.NAMES;
  }

  /** Compiles an expression that must be true or false. */
  public Optional<CompiledCondition> condition(String text, Names names, Faults faults) {
    return compile(text, names, faults, Wanted.CONDITION)
        .flatMap(
            compiled ->
                compiled.typed() instanceof Typed.Bool bool
                    ? Optional.of(
                        new CompiledCondition(
                            ExpressionText.folded(text),
                            bool,
                            compiled.compilation(),
                            compiled.root()))
                    : Optional.empty());
  }

  /** Compiles an expression that must be a number. */
  public Optional<NumberExpression> number(String text, Names names, Faults faults) {
    return compile(text, names, faults, Wanted.NUMBER)
        .flatMap(
            compiled ->
                compiled.typed() instanceof Typed.Num number
                    ? Optional.of(
                        new CompiledNumber(
                            ExpressionText.folded(text),
                            number.code(),
                            compiled.compilation().mostVariables(),
                            compiled.compilation().fields()))
                    : Optional.empty());
  }

  /** Compiles a text with expressions in {@code ${..}}; {@code $$} is a dollar sign before it. */
  public Optional<TextTemplate> template(String text, Names names, Faults faults) {
    List<CompiledTemplate.Part> parts = new ArrayList<>();
    boolean good = true;
    for (TemplateText.Piece piece : TemplateText.split(text, faults)) {
      if (!piece.isExpression()) {
        parts.add(CompiledTemplate.Part.literal(piece.text()));
        continue;
      }
      Optional<CompiledTemplate.Part> part = part(piece, names, faults.shifted(piece.offset()));
      good &= part.isPresent();
      part.ifPresent(parts::add);
    }
    return good ? Optional.of(new CompiledTemplate(text, parts)) : Optional.empty();
  }

  private Optional<CompiledTemplate.Part> part(
      TemplateText.Piece piece, Names names, Faults faults) {
    return compile(piece.text(), names, faults, Wanted.ANYTHING)
        .flatMap(
            compiled -> {
              Textual rendering = Rendering.of(compiled.typed());
              if (rendering == null) {
                faults.error(
                    0,
                    piece.text().length(),
                    "'%s' is %s and cannot be used in a text"
                        .formatted(piece.text().strip(), compiled.typed().words()));
                return Optional.empty();
              }
              return Optional.of(
                  new CompiledTemplate.Part(
                      rendering,
                      compiled.compilation().mostVariables(),
                      compiled.compilation().fields()));
            });
  }

  private enum Wanted {
    CONDITION(Typed.Bool.class, "a condition, such as temperature_c < 0.0"),
    NUMBER(Typed.Num.class, "a number, such as wind_gust_ms"),
    ANYTHING(Typed.class, "a value");

    private final Class<? extends Typed> type;
    private final String words;

    Wanted(Class<? extends Typed> type, String words) {
      this.type = type;
      this.words = words;
    }
  }

  private record Compiled(Typed typed, Compilation compilation, CelExpr root) {}

  private Optional<Compiled> compile(String text, Names names, Faults faults, Wanted wanted) {
    return Syntax.parse(text, faults)
        .flatMap(
            syntax -> {
              Compilation compilation = new Compilation(names, measures, faults, syntax.spans());
              Typed typed = compilation.compile(syntax.root());
              if (compilation.isFaulty() || typed instanceof Typed.Faulty) {
                return Optional.empty();
              }
              if (!wanted.type.isInstance(typed)) {
                compilation.error(
                    syntax.root(),
                    "this is %s; expected %s".formatted(typed.words(), wanted.words));
                return Optional.empty();
              }
              return Optional.of(new Compiled(typed, compilation, syntax.root()));
            });
  }

  /** A text with its compiled expressions. */
  private record CompiledTemplate(String text, List<Part> parts) implements TextTemplate {
    /** Text of a missing value. */
    static final String MISSING = "–";

    /** A piece of the text. */
    record Part(Textual code, int variables, Set<String> fields) {
      static Part literal(String text) {
        return new Part((scope, frame) -> text, 0, Set.of());
      }
    }

    CompiledTemplate {
      parts = List.copyOf(parts);
    }

    @Override
    public Set<String> fields() {
      Set<String> fields = new LinkedHashSet<>();
      parts.forEach(part -> fields.addAll(part.fields()));
      return fields;
    }

    @Override
    public String render(EvaluationScope scope) {
      StringBuilder rendered = new StringBuilder();
      for (Part part : parts) {
        String value = part.code().at(scope, LoopVariables.of(part.variables()));
        rendered.append(value == null ? MISSING : value);
      }
      return rendered.toString();
    }
  }

  record CompiledNumber(String text, Numeric code, int variables, Set<String> fields)
      implements NumberExpression {
    @Override
    public double evaluate(EvaluationScope scope) {
      double value = code.at(scope, LoopVariables.of(variables));
      return Double.isInfinite(value) ? Double.NaN : value;
    }
  }
}
