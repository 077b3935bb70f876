package io.petrel.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * Observations as JSON objects with the schema's field names, times in ISO-8601, without missing
 * values. Thread-safe.
 */
public final class ObservationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ObservationJson() {}

  /** One line of JSON. */
  public static String write(Observation observation) {
    return node(observation).toString();
  }

  static ObjectNode node(Observation observation) {
    ObjectNode node = JSON.createObjectNode();
    for (ObservationField field : ObservationField.all()) {
      put(observation, field, node);
    }
    return node;
  }

  private static void put(Observation observation, ObservationField field, ObjectNode node) {
    switch (field.kind()) {
      case TEXT -> {
        String text = observation.text(field.index());
        if (text != null) {
          node.put(field.name(), text);
        }
      }
      case TIME -> {
        long millis = observation.millis(field.index());
        if (millis != 0 || field.isRequired()) {
          node.put(field.name(), Instant.ofEpochMilli(millis).toString());
        }
      }
      case INTEGER -> {
        if (observation.revision() != 0) {
          node.put(field.name(), observation.revision());
        }
      }
      case ENUM -> {
        if (observation.quality() != Quality.UNCHECKED) {
          node.put(field.name(), observation.quality().name());
        }
      }
      case NUMBER -> {
        double value = observation.value(field.index());
        if (!Double.isNaN(value)) {
          node.put(field.name(), value);
        }
      }
      case MAP -> {
        if (!observation.extra().isEmpty()) {
          ObjectNode extra = node.putObject(field.name());
          new TreeMap<>(observation.extra()).forEach(extra::put);
        }
      }
    }
  }

  /** Reads one JSON object. Ignores fields that the schema does not have. */
  public static Decoded<Observation> read(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      if (!node.isObject()) {
        return rejected(RejectReason.MALFORMED, "a JSON object is expected");
      }
      return read(node);
    } catch (JsonProcessingException e) {
      return rejected(RejectReason.MALFORMED, "not JSON: " + e.getOriginalMessage());
    } catch (DateTimeException e) {
      return rejected(RejectReason.BAD_TIME, "not an ISO-8601 time with offset: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return rejected(RejectReason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<Observation> read(JsonNode node) {
    Observation.Builder builder = Observation.builder();
    for (ObservationField field : ObservationField.all()) {
      JsonNode value = node.path(field.name());
      if (!value.isMissingNode() && !value.isNull()) {
        set(builder, field, value);
      } else if (field.isRequired()) {
        throw new IllegalArgumentException(field.name() + " is missing");
      }
    }
    Observation observation = builder.build();
    Decoded.Rejected<Observation> fault = ObservationChecks.fault(observation);
    return fault == null ? new Decoded.Value<>(observation) : fault;
  }

  private static void set(Observation.Builder builder, ObservationField field, JsonNode value) {
    String name = field.name();
    switch (field.kind()) {
      case TEXT -> builder.text(field.index(), text(name, value));
      case TIME ->
          builder.millis(
              field.index(), OffsetDateTime.parse(text(name, value)).toInstant().toEpochMilli());
      case INTEGER -> builder.revision((int) number(name, value));
      case ENUM -> builder.quality(Quality.valueOf(text(name, value)));
      case NUMBER -> builder.set(field.index(), number(name, value));
      case MAP -> {
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          if (!entry.getValue().isNull()) {
            builder.extra(entry.getKey(), number(name + "." + entry.getKey(), entry.getValue()));
          }
        }
      }
    }
  }

  private static String text(String field, JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("%s is %s, must be a text".formatted(field, value));
    }
    return value.textValue();
  }

  private static double number(String field, JsonNode value) {
    if (!value.isNumber()) {
      throw new IllegalArgumentException("%s is %s, must be a number".formatted(field, value));
    }
    return value.doubleValue();
  }

  private static Decoded<Observation> rejected(RejectReason reason, String text) {
    return new Decoded.Rejected<>(reason, text);
  }
}
