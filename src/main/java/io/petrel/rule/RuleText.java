package io.petrel.rule;

import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Severity;
import io.petrel.alert.Urgency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a rule for people. Editing them does not affect matches in progress.
 *
 * @param title short name of the danger (CAP {@code event})
 * @param source the authority behind the thresholds
 */
public record RuleText(
    String title,
    String source,
    Severity severity,
    Urgency urgency,
    Certainty certainty,
    Category category,
    TextTemplate headline,
    TextTemplate description,
    @Nullable TextTemplate instruction,
    Map<String, String> labels) {
  public RuleText {
    labels = Map.copyOf(labels);
  }
}
