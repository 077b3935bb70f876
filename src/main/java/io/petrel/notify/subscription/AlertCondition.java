package io.petrel.notify.subscription;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.petrel.alert.Alert;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which alerts a subscription wants: a CEL expression over the alert. Safe for many threads. */
public final class AlertCondition {
  /** Every alert. */
  public static final AlertCondition ALL = new AlertCondition("", List.of(), null);

  private final String text;
  private final List<String> names;
  private final CelRuntime.@org.jspecify.annotations.Nullable Program program;

  /**
   * @param names what it names of an alert, in the order of the text
   */
  AlertCondition(
      String text,
      List<String> names,
      CelRuntime.@org.jspecify.annotations.Nullable Program program) {
    this.text = text;
    this.names = List.copyOf(names);
    this.program = program;
  }

  /** The source text, white space folded; empty = all alerts. */
  public String text() {
    return text;
  }

  /** Whether the alert is wanted. Unknown, such as for a missing label, counts as no. */
  public boolean holds(Alert alert) {
    if (program == null) {
      return true;
    }
    try {
      return Boolean.TRUE.equals(program.eval(AlertFields.of(alert)));
    } catch (CelEvaluationException e) {
      // A label that this alert has not, or an index outside a list: unknown, as in rules.
      return false;
    }
  }

  /**
   * The values in an alert of the fields that the condition names: {@code severity is minor, region
   * is "ZH"}; empty when it names none. The reason why it holds or does not.
   */
  String values(Alert alert) {
    Map<String, Object> values = AlertFields.of(alert);
    Set<String> said = new LinkedHashSet<>();
    for (String name : names) {
      Object value = values.get(name);
      if (value != null) {
        said.add(
            "%s %s %s"
                .formatted(
                    name,
                    value instanceof Iterable || value instanceof Map ? "are" : "is",
                    AlertFields.words(name, value)));
      }
    }
    return String.join(", ", said);
  }
}
