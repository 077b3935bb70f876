package io.petrel.rule.expr;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.ast.CelExpr;
import io.petrel.rule.expr.Functions.Registry;
import io.petrel.rule.expr.typed.DecimalComparison;
import io.petrel.rule.expr.typed.Rendering;
import io.petrel.rule.expr.typed.Typed;
import io.petrel.rule.expr.typed.Typed.Bool;
import io.petrel.rule.expr.typed.Typed.Faulty;
import io.petrel.rule.expr.typed.Typed.Text;
import io.petrel.rule.expr.typed.Typed.Textual;
import java.util.List;
import java.util.function.BiPredicate;

/** Functions on texts. Regular expressions are RE2's, whose time is linear in the text. */
final class TextFunctions {
  private TextFunctions() {}

  static void register(Registry registry) {
    test(registry, "startsWith", String::startsWith);
    test(registry, "endsWith", String::endsWith);
    test(registry, "contains", String::contains);
    registry.member("matches", "station_id.matches(\"^icao:K\")", 2, 2, TextFunctions::matches);
    registry.global("string(value)", 1, 1, TextFunctions::string);
  }

  private static void test(Registry registry, String name, BiPredicate<String, String> test) {
    registry.member(
        name,
        "station_id.%s(\"icao:\")".formatted(name),
        2,
        2,
        (c, call, args) -> {
          Text text = c.text(args.get(0));
          Text part = c.text(args.get(1));
          if (text == null || part == null) {
            return Faulty.INSTANCE;
          }
          return Bool.of(
              (scope, frame) -> {
                String value = text.code().at(scope, frame);
                String wanted = part.code().at(scope, frame);
                return value == null || wanted == null
                    ? io.petrel.rule.Truth.UNKNOWN
                    : DecimalComparison.truth(test.test(value, wanted));
              });
        });
  }

  private static Typed matches(Compilation c, CelExpr call, List<CelExpr> args) {
    Text text = c.text(args.get(0));
    Text expression = c.text(args.get(1));
    if (text == null || expression == null) {
      return Faulty.INSTANCE;
    }
    if (expression.constant() == null) {
      return c.error(args.get(1), "a regular expression must be in quotes");
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(expression.constant());
    } catch (PatternSyntaxException e) {
      return c.error(args.get(1), "not a regular expression: " + e.getDescription());
    }
    return Bool.of(
        (scope, frame) -> {
          String value = text.code().at(scope, frame);
          return value == null
              ? io.petrel.rule.Truth.UNKNOWN
              : DecimalComparison.truth(pattern.matcher(value).find());
        });
  }

  private static Typed string(Compilation c, CelExpr call, List<CelExpr> args) {
    Typed typed = c.compile(args.get(0));
    if (typed instanceof Faulty) {
      return typed;
    }
    Textual rendered = Rendering.of(typed);
    return rendered == null
        ? c.error(
            args.get(0),
            "'%s' is %s and cannot be written as a text"
                .formatted(c.spans().text(args.get(0)), typed.words()))
        : Text.of(rendered);
  }
}
