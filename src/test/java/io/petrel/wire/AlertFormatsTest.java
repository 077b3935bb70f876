package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.petrel.alert.Alert;
import io.petrel.alert.CapCode;
import io.petrel.alert.Category;
import io.petrel.alert.Certainty;
import io.petrel.alert.MsgType;
import io.petrel.alert.Reason;
import io.petrel.alert.ResponseType;
import io.petrel.alert.Scope;
import io.petrel.alert.Severity;
import io.petrel.alert.Status;
import io.petrel.alert.Urgency;
import io.petrel.weather.Variables;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.SchemaCatalog;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertFormatsTest {
  private static final Schema SCHEMA = SchemaCatalog.of(AlertAvro.SCHEMA_FILE, List.of()).reader();
  private final AlertAvro avro = new AlertAvro();

  @Test
  void avroReadsWhatItWroteAndEqualAlertsGiveEqualBytes() {
    RandomValues.forAll(
        300,
        random -> {
          Alert alert = new RandomValues(random).alert();
          byte[] bytes = avro.encode(alert, "t");
          Decoded<Alert> decoded = avro.decode(bytes);
          assertThat(decoded).isEqualTo(new Decoded.Value<>(alert));
          assertThat(new AlertAvro().encode(((Decoded.Value<Alert>) decoded).value(), "u"))
              .isEqualTo(bytes);
        });
  }

  @Test
  void brokenBytesAreRejectedNotThrown() {
    RandomValues.forAll(
        1_000,
        random -> {
          byte[] bytes = avro.encode(new RandomValues(random).alert(), "t");
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          }
          byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
          assertThat(avro.decode(cut)).isNotNull();
        });
  }

  @Test
  void carriesObservationsWithTheSchemaOfTheirTopic() {
    Schema observation = SCHEMA.getField("context").schema().getElementType();
    assertThat(observation).isEqualTo(Variables.schema());
  }

  @ParameterizedTest
  @CsvSource({"status", "msg_type", "scope", "category", "urgency", "severity", "certainty"})
  void closedSetsAreThoseOfCap(String field) {
    List<? extends CapCode> codes =
        switch (field) {
          case "status" -> List.of(Status.values());
          case "msg_type" -> List.of(MsgType.values());
          case "scope" -> List.of(Scope.values());
          case "category" -> List.of(Category.values());
          case "urgency" -> List.of(Urgency.values());
          case "severity" -> List.of(Severity.values());
          default -> List.of(Certainty.values());
        };
    assertThat(SCHEMA.getField(field).schema().getEnumSymbols())
        .containsExactlyElementsOf(codes.stream().map(CapCode::code).toList());
  }

  @Test
  void responseTypesAndReasonsAreAllThere() {
    assertThat(SCHEMA.getField("response_type").schema().getEnumSymbols())
        .containsExactlyElementsOf(
            Arrays.stream(ResponseType.values()).map(CapCode::code).toList());
    assertThat(SCHEMA.getField("reason").schema().getEnumSymbols())
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(Enum::name).toList());
  }

  @Test
  void everyFieldAndEveryClosedSetIsDocumented() {
    assertDocumented(SCHEMA);
  }

  private static void assertDocumented(Schema schema) {
    assertThat(schema.getDoc()).as(schema.getName()).isNotBlank();
    for (Schema.Field field : schema.getFields()) {
      assertThat(field.doc()).as(schema.getName() + "." + field.name()).isNotBlank();
      Schema type = field.schema();
      if (type.getType() == Schema.Type.ARRAY) {
        type = type.getElementType();
      }
      if (type.getType() == Schema.Type.RECORD) {
        assertDocumented(type);
      }
      if (type.getType() == Schema.Type.ENUM) {
        assertThat(type.getEnumDefault()).as(field.name() + " has a default symbol").isNotNull();
      }
    }
  }

  @Test
  void jsonHasTheNamesOfTheSchema() throws IOException {
    Alert alert = null;
    for (long seed = 0; alert == null; seed++) {
      Alert candidate = new RandomValues(new SplittableRandom(seed)).alert();
      if (candidate.note() != null
          && candidate.message().instruction() != null
          && !Double.isNaN(candidate.peak())) {
        alert = candidate;
      }
    }
    JsonNode json = new ObjectMapper().readTree(AlertJson.line(alert));
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(SCHEMA.getFields().stream().map(Schema.Field::name).toList());
    assertThat(new ObjectMapper().readTree(AlertJson.pretty(alert))).isEqualTo(json);
    assertThat(AlertJson.line(alert)).doesNotContain("\n");
    assertThat(json.get("severity").asText()).isEqualTo(alert.message().severity().code());
  }

  @Test
  void headersAreCloudEvents() {
    Alert alert = new RandomValues(new SplittableRandom(1)).alert();
    assertThat(AlertHeaders.of(alert, avro.fingerprint()))
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", alert.identifier())
        .containsEntry("ce_type", "io.petrel.alert")
        .containsEntry("ce_source", "/petrel/petrel.example")
        .containsEntry("ce_subject", alert.incidentId())
        .containsEntry("content-type", "application/avro")
        .containsKeys("ce_time", "ce_dataschema", "ce_severity", "ce_msgtype", "ce_rule");
  }
}
