package io.petrel.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.rule.RuleEvent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records of the rules topic, one JSON object each. Thread-safe. */
public final class RuleEventJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RuleEventJson() {}

  /**
   * {@code rule}, {@code version}, {@code outcome}, {@code why} and {@code time}; {@code
   * dropped_partial_matches} if known; {@code file} if it was refused or repaired; {@code matcher},
   * {@code subtasks} and {@code since} if the rule runs.
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
    if (!event.file().isEmpty()) {
      node.put("file", event.file());
    }
    RuleEvent.Running running = event.running();
    if (running != null) {
      node.put("matcher", running.matcher());
      node.put("subtasks", running.subtasks());
      node.put("since", Instant.ofEpochMilli(running.sinceMillis()).toString());
    }
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
              Instant.parse(node.path("time").asText()).toEpochMilli(),
              node.path("file").asText(),
              running(node)));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static RuleEvent.@Nullable Running running(JsonNode node) {
    return node.has("since")
        ? new RuleEvent.Running(
            node.path("matcher").asText(),
            node.path("subtasks").asInt(),
            Instant.parse(node.path("since").asText()).toEpochMilli())
        : null;
  }
}
