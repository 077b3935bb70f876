package io.petrel.rule;

import java.util.Set;

/** A text with expressions in it, such as a headline. Pure, safe for many threads, never throws. */
public interface TextTemplate {
  /** The text with each expression replaced by its value; a missing value reads {@code "–"}. */
  String render(EvaluationScope scope);

  /** The source text. */
  String text();

  /** As {@link Condition#fields}. */
  default Set<String> fields() {
    return Set.of();
  }

  static TextTemplate of(String text) {
    return new TextTemplate() {
      @Override
      public String render(EvaluationScope scope) {
        return text;
      }

      @Override
      public String text() {
        return text;
      }
    };
  }
}
