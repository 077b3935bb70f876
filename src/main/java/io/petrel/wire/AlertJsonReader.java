package io.petrel.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.Measured;
import io.petrel.alert.Message;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Scope;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import io.petrel.alert.StepEvidence;
import io.petrel.alert.Urgency;
import io.petrel.issue.Issue;
import io.petrel.issue.Issues;
import io.petrel.issue.SourceText;
import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlReader;
import io.petrel.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/**
 * Reads an alert that {@link AlertJson} wrote, perhaps changed by a person since: every fault is
 * reported at its place. What the Avro schema has a default for may be left out.
 */
public final class AlertJsonReader {
  private static final ObjectReader JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private final RecordFields fields;

  private AlertJsonReader(YamlMapping mapping) {
    this.fields = new RecordFields(mapping);
  }

  /** The one alert of a text; empty, with the faults reported, if it is none. */
  public static Optional<Alert> read(SourceText source, Issues issues) {
    if (!isJson(source, issues)) {
      return Optional.empty();
    }
    // JSON is YAML, and the YAML reader knows the place of each value.
    Issues found = new Issues();
    Optional<Alert> alert =
        YamlReader.readMapping(source, found).map(mapping -> new AlertJsonReader(mapping).alert());
    issues.addAll(found.sorted());
    return found.hasErrors() ? Optional.empty() : alert;
  }

  private static boolean isJson(SourceText source, Issues issues) {
    try {
      if (JSON.readTree(source.text()).isMissingNode()) {
        issues.add(
            Issue.ofFile(source.name(), "it is empty; one alert record as JSON is expected"));
        return false;
      }
      return true;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      issues.add(
          at == null
              ? Issue.ofFile(source.name(), "not JSON: " + message)
              : Issue.error(
                  source,
                  at.getLineNr(),
                  at.getColumnNr(),
                  1,
                  message.startsWith("Trailing token")
                      ? "something follows the record; one alert record is expected"
                      : "not JSON: " + message));
      return false;
    }
  }

  private Alert alert() {
    Optional<RecordFields> area = fields.record("area");
    Alert alert =
        new Alert(
            fields.text("identifier"),
            fields.text("sender"),
            fields.time("sent"),
            fields.code("status", Status.ACTUAL),
            fields.code("msg_type", MsgType.ALERT),
            fields.code("scope", Scope.PRIVATE),
            fields.each("references", AlertJsonReader::reference),
            message(),
            fields.code("response_type", ResponseType.NONE),
            fields.time("onset"),
            fields.time("expires"),
            area.map(a -> a.text("area_desc")).orElse(""),
            area.map(a -> a.each("places", AlertJsonReader::place)).orElse(List.of()),
            fields.text("incident_id"),
            (int) fields.whole("sequence", Integer.MAX_VALUE),
            fields.text("rule"),
            fields.text("rule_version"),
            fields.texts("incident_by"),
            fields.each("evidence", AlertJsonReader::step),
            fields.each("context", AlertJsonReader::observation),
            fields.wholeOr("suppressed", 0),
            fields.wholeOr("matches", 0),
            fields.numberOr("peak", Double.NaN),
            fields.constant("reason", Reason.OTHER),
            fields.textOrNull("note"));
    area.ifPresent(a -> a.rejectOthers("area"));
    fields.rejectOthers("an alert record");
    return alert;
  }

  private Message message() {
    return new Message(
        fields.text("event"),
        fields.code("severity", Severity.UNKNOWN),
        fields.code("urgency", Urgency.UNKNOWN),
        fields.code("certainty", Certainty.UNKNOWN),
        fields.code("category", Category.OTHER),
        fields.text("headline"),
        fields.textOr("description", ""),
        fields.textOrNull("instruction"),
        fields.texts("labels"));
  }

  private static AlertReference reference(YamlMapping mapping) {
    RecordFields fields = new RecordFields(mapping);
    AlertReference reference =
        new AlertReference(fields.text("sender"), fields.text("identifier"), fields.time("sent"));
    fields.rejectOthers("a reference");
    return reference;
  }

  private static AlertPlace place(YamlMapping mapping) {
    RecordFields fields = new RecordFields(mapping);
    AlertPlace place =
        new AlertPlace(
            fields.text("station_id"),
            fields.text("name"),
            fields.textOrNull("region"),
            fields.numberOr("latitude", Double.NaN),
            fields.numberOr("longitude", Double.NaN));
    fields.rejectOthers("a place");
    return place;
  }

  private static StepEvidence step(YamlMapping mapping) {
    RecordFields fields = new RecordFields(mapping);
    StepEvidence step =
        new StepEvidence(
            fields.text("step"),
            fields.textOr("condition", ""),
            fields.each("observations", AlertJsonReader::observation),
            fields.each("measured", AlertJsonReader::measured));
    fields.rejectOthers("a step of the evidence");
    return step;
  }

  private static Measured measured(YamlMapping mapping) {
    RecordFields fields = new RecordFields(mapping);
    String operator = fields.textOrNull("operator");
    double extreme = fields.numberOr("extreme", Double.NaN);
    Measured measured =
        new Measured(
            fields.text("expression"),
            fields.textOrNull("field"),
            fields.textOrNull("measure"),
            fields.wholeOr("window_ms", 0),
            fields.numberOr("value", Double.NaN),
            fields.textOrNull("text"),
            fields.unitOr("unit", Unit.ONE),
            fields.flagOr("difference", false),
            fields.time("at"),
            operator == null
                ? null
                : new Measured.Limit(
                    operator,
                    fields.numberOr("limit", Double.NaN),
                    fields.textOr("limit_expression", "")),
            Double.isNaN(extreme)
                ? null
                : new Measured.Extreme(fields.time("extreme_at"), extreme));
    fields.rejectOthers("a measured value");
    return measured;
  }

  private static Observation observation(YamlMapping mapping) {
    RecordFields fields = new RecordFields(mapping);
    Observation.Builder builder =
        Observation.at(fields.text("station_id"), fields.time("time"))
            .region(fields.textOrNull("region"))
            .stationName(fields.textOrNull("station_name"))
            .revision((int) fields.wholeOr("revision", 0))
            .receivedAtMillis(fields.timeOr("received_at", 0))
            .quality(fields.constantOr("quality", Quality.UNCHECKED));
    for (Variable variable : io.petrel.weather.Variables.all()) {
      builder.set(variable, fields.numberOr(variable.name(), Double.NaN));
    }
    mapping
        .get("extra")
        .flatMap(YamlValue::mapping)
        .ifPresent(
            extra ->
                extra
                    .entries()
                    .forEach(
                        (name, value) -> value.number().ifPresent(n -> builder.extra(name, n))));
    fields.rejectOthers("an observation");
    return builder.build();
  }
}
