package io.petrel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.notify.subscription.SubscriptionDecision;
import java.util.Locale;

/** What a subscription does with an alert, on one line. */
final class DecisionLine {
  private DecisionLine() {}

  static String text(SubscriptionDecision decision) {
    return "  %-24s %-28s %-16s %s%s"
        .formatted(
            decision.subscription(),
            decision.address(),
            verdict(decision, ' '),
            decision.due() == null ? "" : "at " + decision.due() + ": ",
            decision.why());
  }

  static ObjectNode json(SubscriptionDecision decision) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("subscription", decision.subscription())
            .put("address", decision.address())
            .put("verdict", verdict(decision, '-'));
    if (decision.due() != null) {
      node.put("due", decision.due().toString());
    }
    return node.put("why", decision.why());
  }

  private static String verdict(SubscriptionDecision decision, char between) {
    return decision.verdict().name().toLowerCase(Locale.ROOT).replace('_', between);
  }
}
