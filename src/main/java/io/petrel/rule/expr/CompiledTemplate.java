package io.petrel.rule.expr;

import io.petrel.rule.Scope;
import io.petrel.rule.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A text with its compiled expressions. */
record CompiledTemplate(String text, List<Part> parts) implements Template {
  /** What stands for a missing value. */
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
  public String render(Scope scope) {
    StringBuilder rendered = new StringBuilder();
    for (Part part : parts) {
      String value = part.code().at(scope, Frame.of(part.variables()));
      rendered.append(value == null ? MISSING : value);
    }
    return rendered.toString();
  }
}
