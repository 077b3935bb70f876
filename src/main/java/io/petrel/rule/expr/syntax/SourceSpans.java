package io.petrel.rule.expr.syntax;

import dev.cel.common.ast.CelExpr;
import io.petrel.issue.ExpressionText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Places of the parts of an expression in its text. The parser keeps one character of each part:
 * the operator, the bracket or the name; the rest is computed from the inner parts.
 */
public final class SourceSpans {
  private final String text;
  private final Map<Long, Integer> positions;

  SourceSpans(String text, Map<Long, Integer> positions) {
    this.text = text;
    this.positions = positions;
  }

  /** From the first character, 0-based, to before the last. */
  public record Span(int from, int to) {
    public int length() {
      return Math.max(1, to - from);
    }
  }

  /** The text of a part, on one line. */
  public String text(CelExpr part) {
    Span span = of(part);
    return ExpressionText.folded(text.substring(span.from, Math.min(text.length(), span.to)));
  }

  public Span functionName(CelExpr call) {
    int bracket = position(call);
    int end = bracket;
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    int start = Math.max(0, end - call.call().function().length());
    return new Span(start, Math.max(end, start + 1));
  }

  /** The span of the field of a selection, without the part before the dot. */
  public Span fieldName(CelExpr select) {
    int start = skipSpace(position(select) + 1);
    return new Span(start, start + select.select().field().length());
  }

  public Span of(CelExpr part) {
    int at = position(part);
    return switch (part.getKind()) {
      case IDENT -> new Span(at, at + part.ident().name().length());
      case CONSTANT -> new Span(literalStart(part, at), literalEnd(at));
      case SELECT -> new Span(of(part.select().operand()).from, fieldName(part).to);
      case CALL -> call(part, at);
      case LIST -> new Span(at, closing(lastEnd(at + 1, part.list().elements()), ']'));
      default -> new Span(at, Math.min(text.length(), at + 1));
    };
  }

  private Span call(CelExpr part, int at) {
    String function = part.call().function();
    List<CelExpr> inner = new ArrayList<>(part.call().target().stream().toList());
    inner.addAll(part.call().args());
    if (function.equals("_[_]")) {
      return new Span(of(inner.get(0)).from, closing(lastEnd(at + 1, inner), ']'));
    }
    boolean operator = !Character.isLetter(function.charAt(0));
    if (operator) {
      int from = inner.size() == 1 ? at : of(inner.get(0)).from;
      return new Span(Math.min(at, from), lastEnd(at + 1, inner));
    }
    int from = part.call().target().map(t -> of(t).from).orElseGet(() -> functionName(part).from);
    return new Span(from, closing(lastEnd(at + 1, part.call().args()), ')'));
  }

  private int lastEnd(int atLeast, List<CelExpr> parts) {
    return parts.isEmpty() ? atLeast : Math.max(atLeast, of(parts.get(parts.size() - 1)).to);
  }

  private int closing(int from, char bracket) {
    int at = skipSpace(from);
    return at < text.length() && text.charAt(at) == bracket ? at + 1 : from;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** A negative number's place is that of its first digit. */
  private int literalStart(CelExpr part, int at) {
    boolean negative =
        switch (part.constant().getKind()) {
          case INT64_VALUE -> part.constant().int64Value() < 0;
          case DOUBLE_VALUE -> part.constant().doubleValue() < 0;
          default -> false;
        };
    return negative && at > 0 && text.charAt(at - 1) == '-' ? at - 1 : at;
  }

  private int literalEnd(int from) {
    int at = from;
    while (at < text.length() && "rRbB".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      return ExpressionText.literalEnd(text, at);
    }
    at = from;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return Math.max(at, Math.min(text.length(), from + 1));
  }

  private int position(CelExpr part) {
    int codePoints = positions.getOrDefault(part.id(), 0);
    return text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
  }
}
