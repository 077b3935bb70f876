package io.petrel.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Observations as JSON objects with the schema's field names; times are ISO-8601, what is missing
 * is left out. Safe for many threads.
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
    node.put("station_id", observation.stationId());
    node.put("time", observation.time().toString());
    if (observation.receivedAtMillis() != 0) {
      node.put("received_at", Instant.ofEpochMilli(observation.receivedAtMillis()).toString());
    }
    if (observation.revision() != 0) {
      node.put("revision", observation.revision());
    }
    if (observation.region() != null) {
      node.put("region", observation.region());
    }
    if (observation.stationName() != null) {
      node.put("station_name", observation.stationName());
    }
    if (observation.quality() != Quality.UNCHECKED) {
      node.put("quality", observation.quality().name());
    }
    for (Variable variable : Variables.all()) {
      if (observation.has(variable)) {
        node.put(variable.name(), observation.value(variable));
      }
    }
    if (!observation.extra().isEmpty()) {
      ObjectNode extra = node.putObject("extra");
      new TreeMap<>(observation.extra()).forEach(extra::put);
    }
    return node;
  }

  /** Reads one JSON object. Fields that the schema does not have are passed over. */
  public static Decoded<Observation> read(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      if (!node.isObject()) {
        return rejected(RejectReason.MALFORMED, "a JSON object is expected");
      }
      return read(node);
    } catch (JsonProcessingException e) {
      return rejected(RejectReason.MALFORMED, "no JSON: " + e.getOriginalMessage());
    } catch (DateTimeException e) {
      return rejected(RejectReason.BAD_TIME, "not an ISO-8601 time with offset: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return rejected(RejectReason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static Decoded<Observation> read(JsonNode node) {
    String stationId = text(node, "station_id");
    String time = text(node, "time");
    if (stationId == null || time == null) {
      throw new IllegalArgumentException(
          (stationId == null ? "station_id" : "time") + " is missing");
    }
    Observation.Builder builder =
        Observation.at(stationId, OffsetDateTime.parse(time).toInstant())
            .region(text(node, "region"))
            .stationName(text(node, "station_name"));
    Optional.ofNullable(text(node, "received_at"))
        .map(text -> OffsetDateTime.parse(text).toInstant().toEpochMilli())
        .ifPresent(builder::receivedAtMillis);
    Optional.ofNullable(text(node, "quality")).map(Quality::valueOf).ifPresent(builder::quality);
    double revision = number("revision", node.path("revision"));
    if (!Double.isNaN(revision)) {
      builder.revision((int) revision);
    }
    for (Variable variable : Variables.all()) {
      builder.set(variable, number(variable.name(), node.path(variable.name())));
    }
    for (Map.Entry<String, JsonNode> entry : node.path("extra").properties()) {
      double value = number("extra." + entry.getKey(), entry.getValue());
      if (!Double.isNaN(value)) {
        builder.extra(entry.getKey(), value);
      }
    }
    Observation observation = builder.build();
    Decoded.Rejected<Observation> fault = ObservationChecks.fault(observation);
    return fault == null ? new Decoded.Value<>(observation) : fault;
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException("%s is %s, must be a text".formatted(field, value));
    }
    return value.textValue();
  }

  private static double number(String field, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return Double.NaN;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("%s is %s, must be a number".formatted(field, value));
    }
    return value.doubleValue();
  }

  private static Decoded<Observation> rejected(RejectReason reason, String text) {
    return new Decoded.Rejected<>(reason, text);
  }
}
