package io.petrel.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.StepEvidence;
import io.petrel.weather.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as JSON for people and scripts: the field names of {@code schemas/alert.avsc}, times in
 * ISO-8601, what is missing left out. Safe for many threads.
 */
public final class AlertJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AlertJson() {}

  /** The whole record on one line. */
  public static String line(Alert alert) {
    return node(alert).toString();
  }

  /** The whole record over many lines. */
  public static String pretty(Alert alert) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node(alert));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes can always be written", e);
    }
  }

  private static ObjectNode node(Alert alert) {
    ObjectNode node = JSON.createObjectNode();
    node.put("identifier", alert.identifier());
    node.put("sender", alert.sender());
    node.put("sent", time(alert.sentMillis()));
    node.put("status", alert.status().code());
    node.put("msg_type", alert.msgType().code());
    node.put("scope", alert.scope().code());
    putReferences(alert.references(), node.putArray("references"));
    putMessage(alert, node);
    putArea(alert, node.putObject("area"));
    putNullable(node, "note", alert.note());
    node.put("incident_id", alert.incidentId());
    node.put("sequence", alert.sequence());
    node.put("reason", alert.reason().name());
    node.put("rule", alert.rule());
    node.put("rule_version", alert.ruleVersion());
    putTexts(alert.message().labels(), node.putObject("labels"));
    putTexts(alert.by(), node.putObject("incident_by"));
    ArrayNode evidence = node.putArray("evidence");
    for (StepEvidence step : alert.evidence()) {
      ObjectNode item = evidence.addObject();
      item.put("step", step.step());
      item.put("condition", step.condition());
      putObservations(step.observations(), item.putArray("observations"));
      ArrayNode measured = item.putArray("measured");
      step.measured().forEach(one -> putMeasured(one, measured.addObject()));
    }
    putObservations(alert.context(), node.putArray("context"));
    node.put("suppressed", alert.suppressed());
    node.put("matches", alert.matches());
    putNumber(node, "peak", alert.peak());
    return node;
  }

  private static void putMeasured(Measured measured, ObjectNode node) {
    node.put("expression", measured.expression());
    putNullable(node, "field", measured.field());
    putNullable(node, "measure", measured.measure());
    if (measured.windowMillis() != 0) {
      node.put("window_ms", measured.windowMillis());
    }
    putNumber(node, "value", measured.value());
    putNullable(node, "text", measured.text());
    node.put("unit", measured.unit().code());
    node.put("difference", measured.difference());
    node.put("at", time(measured.atMillis()));
    Measured.Limit limit = measured.limit();
    if (limit != null) {
      node.put("operator", limit.operator());
      node.put("limit", limit.value());
      node.put("limit_expression", limit.expression());
    }
    Measured.Extreme extreme = measured.extreme();
    if (extreme != null) {
      node.put("extreme", extreme.value());
      node.put("extreme_at", time(extreme.timeMillis()));
    }
  }

  private static void putReferences(List<AlertReference> references, ArrayNode array) {
    for (AlertReference reference : references) {
      array
          .addObject()
          .put("sender", reference.sender())
          .put("identifier", reference.identifier())
          .put("sent", time(reference.sentMillis()));
    }
  }

  private static void putMessage(Alert alert, ObjectNode node) {
    Message message = alert.message();
    node.put("category", message.category().code());
    node.put("event", message.event());
    node.put("urgency", message.urgency().code());
    node.put("severity", message.severity().code());
    node.put("certainty", message.certainty().code());
    node.put("onset", time(alert.onsetMillis()));
    node.put("expires", time(alert.expiresMillis()));
    node.put("headline", message.headline());
    node.put("description", message.description());
    putNullable(node, "instruction", message.instruction());
    node.put("response_type", alert.responseType().code());
  }

  private static void putArea(Alert alert, ObjectNode area) {
    area.put("area_desc", alert.areaDesc());
    ArrayNode places = area.putArray("places");
    for (AlertPlace place : alert.places()) {
      ObjectNode item = places.addObject();
      item.put("station_id", place.stationId());
      item.put("name", place.name());
      putNullable(item, "region", place.region());
      putNumber(item, "latitude", place.latitude());
      putNumber(item, "longitude", place.longitude());
    }
  }

  private static void putObservations(List<Observation> observations, ArrayNode array) {
    observations.forEach(observation -> array.add(ObservationJson.node(observation)));
  }

  private static void putTexts(Map<String, String> texts, ObjectNode node) {
    new TreeMap<>(texts).forEach(node::put);
  }

  private static void putNullable(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  private static void putNumber(ObjectNode node, String name, double value) {
    if (!Double.isNaN(value)) {
      node.put(name, value);
    }
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
