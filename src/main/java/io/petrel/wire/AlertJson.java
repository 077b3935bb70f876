package io.petrel.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.Alert;
import io.petrel.alert.RecordShape;
import io.petrel.alert.RecordShape.Part;
import io.petrel.weather.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Alerts as JSON for people and scripts: the field names of {@code schemas/alert.avsc}, times in
 * ISO-8601, without missing values. Thread-safe.
 */
public final class AlertJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JSON.getNodeFactory();

  private AlertJson() {}

  /** The record on one line. */
  public static String line(Alert alert) {
    return node(alert, RecordShape.ALERT).toString();
  }

  /** The record on many lines. */
  public static String pretty(Alert alert) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(node(alert, RecordShape.ALERT));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("in-memory write failed", e);
    }
  }

  private static ObjectNode node(Object record, RecordShape shape) {
    ObjectNode node = NODES.objectNode();
    for (Part part : shape.parts()) {
      Object value = part.of(record);
      if (value != null) {
        node.set(part.name(), node(part, value));
      }
    }
    return node;
  }

  private static JsonNode node(Part part, Object value) {
    return switch (part.kind()) {
      case TEXT -> NODES.textNode((String) value);
      case TIME -> NODES.textNode(Instant.ofEpochMilli((long) value).toString());
      case INT -> NODES.numberNode((int) value);
      case LONG -> NODES.numberNode((long) value);
      case NUMBER -> NODES.numberNode((double) value);
      case FLAG -> NODES.booleanNode((boolean) value);
      case ENUM, UNIT -> NODES.textNode(RecordShape.symbol((Enum<?>) value));
      case TEXTS -> {
        ObjectNode texts = NODES.objectNode();
        new TreeMap<>((Map<?, ?>) value)
            .forEach((name, text) -> texts.put((String) name, (String) text));
        yield texts;
      }
      case RECORD -> node(value, part.shape());
      case RECORDS -> {
        ArrayNode records = NODES.arrayNode();
        ((List<?>) value).forEach(record -> records.add(node(record, part.shape())));
        yield records;
      }
      case OBSERVATIONS -> {
        ArrayNode observations = NODES.arrayNode();
        ((List<?>) value)
            .forEach(each -> observations.add(ObservationJson.node((Observation) each)));
        yield observations;
      }
    };
  }
}
