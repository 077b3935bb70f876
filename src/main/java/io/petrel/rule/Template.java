package io.petrel.rule;

/** A text with expressions in it, such as a headline. Pure, safe for many threads, never throws. */
public interface Template {
  /** The text with each expression replaced by its value; a missing value reads {@code "–"}. */
  String render(Scope scope);

  /** As its author wrote it. */
  String text();

  static Template of(String text) {
    return new Template() {
      @Override
      public String render(Scope scope) {
        return text;
      }

      @Override
      public String text() {
        return text;
      }
    };
  }
}
