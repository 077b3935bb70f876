package io.petrel.wire;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertPlace;
import io.petrel.alert.AlertReference;
import io.petrel.alert.CapCode;
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
import io.petrel.weather.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/**
 * Moves alerts between Avro's binary form and {@link Alert}. Maps are written in the order of their
 * keys, so equal alerts give equal bytes. Not thread-safe.
 */
final class AlertDatum implements DatumWriter<Alert>, SingleObjectReader.DatumSource<Alert> {
  private final Schema schema;
  private final Schema areaSchema;
  private final Schema placeSchema;
  private final Schema referenceSchema;
  private final Schema evidenceSchema;
  private final Schema observationSchema;
  private final GenericDatumReader<GenericRecord> reader;
  private final GenericDatumWriter<GenericRecord> writer;

  AlertDatum(Schema writerSchema, Schema schema) {
    this.schema = schema;
    this.areaSchema = schema.getField("area").schema();
    this.placeSchema = areaSchema.getField("places").schema().getElementType();
    this.referenceSchema = schema.getField("references").schema().getElementType();
    this.evidenceSchema = schema.getField("evidence").schema().getElementType();
    this.observationSchema = schema.getField("context").schema().getElementType();
    this.reader = new GenericDatumReader<>(writerSchema, schema);
    this.writer = new GenericDatumWriter<>(schema);
  }

  @Override
  public void setSchema(Schema ignored) {
    // Always written with the current schema.
  }

  @Override
  public void write(Alert alert, Encoder out) throws IOException {
    GenericRecord record = new GenericData.Record(schema);
    writeHead(alert, record);
    writeMessage(alert.message(), record);
    record.put("onset", alert.onsetMillis());
    record.put("expires", alert.expiresMillis());
    record.put("response_type", symbol("response_type", alert.responseType()));
    record.put("area", area(alert));
    record.put("note", alert.note());
    record.put("incident_id", alert.incidentId());
    record.put("sequence", alert.sequence());
    record.put("reason", symbol("reason", alert.reason().name()));
    record.put("rule", alert.rule());
    record.put("rule_version", alert.ruleVersion());
    record.put("incident_by", new TreeMap<>(alert.by()));
    record.put("evidence", evidence(alert.evidence()));
    record.put("context", GenericObservations.write(alert.context(), observationSchema));
    record.put("suppressed", alert.suppressed());
    record.put("matches", alert.matches());
    record.put("peak", GenericFields.number(alert.peak()));
    writer.write(record, out);
  }

  private void writeHead(Alert alert, GenericRecord record) {
    record.put("identifier", alert.identifier());
    record.put("sender", alert.sender());
    record.put("sent", alert.sentMillis());
    record.put("status", symbol("status", alert.status()));
    record.put("msg_type", symbol("msg_type", alert.msgType()));
    record.put("scope", symbol("scope", alert.scope()));
    List<GenericRecord> references = new ArrayList<>();
    for (AlertReference reference : alert.references()) {
      GenericRecord item = new GenericData.Record(referenceSchema);
      item.put("sender", reference.sender());
      item.put("identifier", reference.identifier());
      item.put("sent", reference.sentMillis());
      references.add(item);
    }
    record.put("references", references);
  }

  private void writeMessage(Message message, GenericRecord record) {
    record.put("category", symbol("category", message.category()));
    record.put("event", message.event());
    record.put("urgency", symbol("urgency", message.urgency()));
    record.put("severity", symbol("severity", message.severity()));
    record.put("certainty", symbol("certainty", message.certainty()));
    record.put("headline", message.headline());
    record.put("description", message.description());
    record.put("instruction", message.instruction());
    record.put("labels", new TreeMap<>(message.labels()));
  }

  private GenericRecord area(Alert alert) {
    List<GenericRecord> places = new ArrayList<>();
    for (AlertPlace place : alert.places()) {
      GenericRecord item = new GenericData.Record(placeSchema);
      item.put("station_id", place.stationId());
      item.put("name", place.name());
      item.put("region", place.region());
      item.put("latitude", GenericFields.number(place.latitude()));
      item.put("longitude", GenericFields.number(place.longitude()));
      places.add(item);
    }
    GenericRecord area = new GenericData.Record(areaSchema);
    area.put("area_desc", alert.areaDesc());
    area.put("places", places);
    return area;
  }

  private List<GenericRecord> evidence(List<StepEvidence> steps) {
    List<GenericRecord> records = new ArrayList<>();
    for (StepEvidence step : steps) {
      GenericRecord item = new GenericData.Record(evidenceSchema);
      item.put("step", step.step());
      item.put("condition", step.condition());
      item.put("observations", GenericObservations.write(step.observations(), observationSchema));
      item.put("measured", step.measured().stream().map(this::measured).toList());
      records.add(item);
    }
    return records;
  }

  private GenericRecord measured(Measured measured) {
    GenericRecord item =
        new GenericData.Record(evidenceSchema.getField("measured").schema().getElementType());
    item.put("expression", measured.expression());
    item.put("field", measured.field());
    item.put("measure", measured.measure());
    item.put("window_ms", measured.windowMillis() == 0 ? null : measured.windowMillis());
    item.put("value", GenericFields.number(measured.value()));
    item.put("text", measured.text());
    item.put("unit", measured.unit().code());
    item.put("difference", measured.difference());
    item.put("at", measured.atMillis());
    Measured.Limit limit = measured.limit();
    item.put("operator", limit == null ? null : limit.operator());
    item.put("limit", limit == null ? null : limit.value());
    item.put("limit_expression", limit == null ? null : limit.expression());
    Measured.Extreme extreme = measured.extreme();
    item.put("extreme", extreme == null ? null : extreme.value());
    item.put("extreme_at", extreme == null ? null : extreme.timeMillis());
    return item;
  }

  private GenericData.EnumSymbol symbol(String field, CapCode value) {
    return symbol(field, value.code());
  }

  private GenericData.EnumSymbol symbol(String field, String symbol) {
    return new GenericData.EnumSymbol(schema.getField(field).schema(), symbol);
  }

  @Override
  public Alert read(Decoder in) throws IOException {
    GenericRecord record = reader.read(null, in);
    GenericRecord area = (GenericRecord) record.get("area");
    return new Alert(
        GenericFields.text(record, "identifier"),
        GenericFields.text(record, "sender"),
        (long) record.get("sent"),
        code(record, "status", Status.class),
        code(record, "msg_type", MsgType.class),
        code(record, "scope", Scope.class),
        readReferences((List<?>) record.get("references")),
        readMessage(record),
        code(record, "response_type", ResponseType.class),
        (long) record.get("onset"),
        (long) record.get("expires"),
        GenericFields.text(area, "area_desc"),
        readPlaces((List<?>) area.get("places")),
        GenericFields.text(record, "incident_id"),
        (int) record.get("sequence"),
        GenericFields.text(record, "rule"),
        GenericFields.text(record, "rule_version"),
        GenericFields.texts(record, "incident_by"),
        readEvidence((List<?>) record.get("evidence")),
        GenericObservations.read(record.get("context")),
        (long) record.get("suppressed"),
        (long) record.get("matches"),
        GenericFields.number(record, "peak"),
        Reason.valueOf(GenericFields.text(record, "reason")),
        GenericFields.nullableText(record, "note"));
  }

  private static List<AlertReference> readReferences(List<?> items) {
    List<AlertReference> references = new ArrayList<>();
    for (Object each : items) {
      GenericRecord item = (GenericRecord) each;
      references.add(
          new AlertReference(
              GenericFields.text(item, "sender"),
              GenericFields.text(item, "identifier"),
              (long) item.get("sent")));
    }
    return references;
  }

  private static Message readMessage(GenericRecord record) {
    return new Message(
        GenericFields.text(record, "event"),
        code(record, "severity", Severity.class),
        code(record, "urgency", Urgency.class),
        code(record, "certainty", Certainty.class),
        code(record, "category", Category.class),
        GenericFields.text(record, "headline"),
        GenericFields.text(record, "description"),
        GenericFields.nullableText(record, "instruction"),
        GenericFields.texts(record, "labels"));
  }

  private static List<AlertPlace> readPlaces(List<?> items) {
    List<AlertPlace> places = new ArrayList<>();
    for (Object each : items) {
      GenericRecord item = (GenericRecord) each;
      places.add(
          new AlertPlace(
              GenericFields.text(item, "station_id"),
              GenericFields.text(item, "name"),
              GenericFields.nullableText(item, "region"),
              GenericFields.number(item, "latitude"),
              GenericFields.number(item, "longitude")));
    }
    return places;
  }

  private static List<StepEvidence> readEvidence(List<?> items) {
    List<StepEvidence> steps = new ArrayList<>();
    for (Object each : items) {
      GenericRecord item = (GenericRecord) each;
      steps.add(
          new StepEvidence(
              GenericFields.text(item, "step"),
              GenericFields.text(item, "condition"),
              GenericObservations.read(item.get("observations")),
              readMeasured((List<?>) item.get("measured"))));
    }
    return steps;
  }

  private static List<Measured> readMeasured(List<?> items) {
    List<Measured> all = new ArrayList<>();
    for (Object each : items) {
      GenericRecord item = (GenericRecord) each;
      String operator = GenericFields.nullableText(item, "operator");
      Object window = item.get("window_ms");
      Object extremeAt = item.get("extreme_at");
      all.add(
          new Measured(
              GenericFields.text(item, "expression"),
              GenericFields.nullableText(item, "field"),
              GenericFields.nullableText(item, "measure"),
              window == null ? 0 : (long) window,
              GenericFields.number(item, "value"),
              GenericFields.nullableText(item, "text"),
              Unit.ofCode(GenericFields.text(item, "unit")),
              (boolean) item.get("difference"),
              (long) item.get("at"),
              operator == null
                  ? null
                  : new Measured.Limit(
                      operator,
                      GenericFields.number(item, "limit"),
                      GenericFields.text(item, "limit_expression")),
              extremeAt == null
                  ? null
                  : new Measured.Extreme((long) extremeAt, GenericFields.number(item, "extreme"))));
    }
    return all;
  }

  private static <E extends Enum<E> & CapCode> E code(
      GenericRecord record, String field, Class<E> set) {
    String code = GenericFields.text(record, field);
    return CapCode.find(set, code)
        .orElseThrow(
            () -> new IllegalArgumentException("%s '%s' is not known".formatted(field, code)));
  }
}
