package io.petrel.alert;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says to people about one match, rendered at the match.
 *
 * @param event short name of the danger: the rule's title (CAP {@code event})
 * @param headline one line
 * @param description what happens; may be empty
 * @param instruction what to do; null if the rule gives none
 * @param labels the rule's labels
 */
public record Message(
    String event,
    Severity severity,
    Urgency urgency,
    Certainty certainty,
    Category category,
    String headline,
    String description,
    @Nullable String instruction,
    Map<String, String> labels) {
  public Message {
    labels = Map.copyOf(labels);
  }
}
