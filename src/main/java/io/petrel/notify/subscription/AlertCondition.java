package io.petrel.notify.subscription;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.petrel.alert.Alert;

/** Which alerts a subscription wants: a CEL expression over the alert. Safe for many threads. */
public final class AlertCondition {
  /** Every alert. */
  public static final AlertCondition ALL = new AlertCondition("", null);

  private final String text;
  private final CelRuntime.@org.jspecify.annotations.Nullable Program program;

  AlertCondition(String text, CelRuntime.@org.jspecify.annotations.Nullable Program program) {
    this.text = text;
    this.program = program;
  }

  /** As its author wrote it, white space folded; empty = all alerts. */
  public String text() {
    return text;
  }

  /** Whether the alert is wanted. What cannot be known, such as a missing label, is not. */
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
}
