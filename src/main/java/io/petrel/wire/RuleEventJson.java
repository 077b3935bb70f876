package io.petrel.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.rule.RuleEvent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Records of the rules topic, one JSON object each. Safe for many threads. */
public final class RuleEventJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RuleEventJson() {}

  /**
   * {@code rule}, {@code version}, {@code outcome}, {@code why}, {@code time}, and {@code
   * dropped_partial_matches} where it is known.
   */
  public static String write(RuleEvent event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("rule", event.rule());
    node.put("version", event.version());
    node.put("outcome", event.outcome().name());
    node.put("why", event.why());
    if (event.droppedPartialMatches() >= 0) {
      node.put("dropped_partial_matches", event.droppedPartialMatches());
    }
    node.put("time", Instant.ofEpochMilli(event.timeMillis()).toString());
    return node.toString();
  }

  /** Reads what {@link #write} wrote; empty for anything else. */
  public static Optional<RuleEvent> read(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return Optional.of(
          new RuleEvent(
              node.path("rule").asText(),
              node.path("version").asText(),
              RuleEvent.Outcome.valueOf(node.path("outcome").asText()),
              node.path("why").asText(),
              node.path("dropped_partial_matches").asLong(-1),
              Instant.parse(node.path("time").asText()).toEpochMilli()));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
