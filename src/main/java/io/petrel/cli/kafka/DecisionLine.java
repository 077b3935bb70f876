package io.petrel.cli.kafka;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.notify.subscription.SubscriptionDecision;
import java.util.Locale;

/** Formats what a subscription does with an alert, for a person and for a script. */
public final class DecisionLine {
  private DecisionLine() {}

  /** On one line. */
  public static String text(SubscriptionDecision decision) {
    return "  %-24s %-28s %-16s %s%s"
        .formatted(
            decision.subscription(),
            decision.address(),
            verdict(decision, ' '),
            decision.due() == null ? "" : "at " + decision.due() + ": ",
            decision.why());
  }

  /** All of it, below its own heading line; ends with a line break. */
  public static String block(SubscriptionDecision decision) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s  %s  %s%s%n"
            .formatted(
                decision.subscription(),
                decision.address(),
                verdict(decision, ' '),
                decision.due() == null ? "" : ", " + decision.due()));
    text.append("    %s%n".formatted(decision.why()));
    decision.terms().forEach(term -> text.append("    %s%n".formatted(term)));
    return text.toString();
  }

  public static ObjectNode json(SubscriptionDecision decision) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("subscription", decision.subscription())
            .put("address", decision.address())
            .put("verdict", verdict(decision, '-'));
    if (decision.due() != null) {
      node.put("due", decision.due().toString());
    }
    node.put("why", decision.why());
    ArrayNode terms = node.putArray("terms");
    decision.terms().forEach(terms::add);
    return node;
  }

  private static String verdict(SubscriptionDecision decision, char between) {
    return decision.verdict().name().toLowerCase(Locale.ROOT).replace('_', between);
  }
}
