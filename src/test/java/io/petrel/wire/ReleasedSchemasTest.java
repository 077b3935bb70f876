package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.wire.avro.AlertAvro;
import io.petrel.wire.avro.SchemaCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code schemas/README.md} promises about changes. */
class ReleasedSchemasTest {
  private static final Path SCHEMAS = Path.of("schemas");

  static List<String> released() {
    return SchemaCatalog.released();
  }

  @Test
  void theIndexNamesEveryReleasedSchema() throws IOException {
    Path folder = SCHEMAS.resolve("released");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(f -> f.toString().endsWith(".avsc")).map(folder::relativize))
          .extracting(Path::toString)
          .containsExactlyInAnyOrderElementsOf(released());
    }
    assertThat(released()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("released")
  void theCurrentSchemaKeepsWhatEveryReleasePromised(String path) throws IOException {
    Schema old = parse(SCHEMAS.resolve("released").resolve(path));
    Schema now = current(path);
    assertThat(SchemaChanges.broken(old, now)).isEmpty();
    // State holds values by their place among the variables.
    assertThat(variables(now)).startsWith(variables(old).toArray(String[]::new));
  }

  /** A change of the schema's text, and what is said of it. */
  private record Change(String from, String to, String said) {}

  @Test
  void aChangeThatBreaksReadersOrWritersIsSeen() throws IOException {
    List<Change> changes =
        List.of(
            new Change(
                "\"sequence\", \"type\": \"int\"",
                "\"sequence\", \"type\": \"long\"",
                "was INT, is LONG"),
            new Change(
                "\"event\", \"type\": \"string\"", "\"event\", \"type\": \"bytes\"", "was STRING"),
            new Change("\"name\": \"headline\"", "\"name\": \"title\"", "headline is gone"),
            new Change("\"name\": \"description\"", "\"name\": \"text\"", "description is gone"),
            new Change("\"name\": \"longitude\"", "\"name\": \"lon\"", "longitude is gone"),
            new Change("\"Geo\", \"Met\"", "\"Met\"", "lost or moved a symbol"),
            new Change("\"Geo\", \"Met\"", "\"Met\", \"Geo\"", "lost or moved a symbol"),
            new Change("\"unit\": \"hPa\"", "\"unit\": \"kPa\"", "another unit"),
            new Change(
                "{\"name\": \"sequence\"",
                "{\"name\": \"x\", \"type\": \"int\"}, {\"name\": \"sequence\"",
                "the current schema does not read the released one"),
            new Change(
                "\"long\", \"logicalType\": \"timestamp-millis\"",
                "\"long\", \"logicalType\": \"timestamp-micros\"",
                "another logical type"));
    Schema released = parse(SCHEMAS.resolve("released/0.1.0/alert.avsc"));
    String text = Files.readString(SCHEMAS.resolve("alert.avsc"));
    for (Change change : changes) {
      assertThat(text).contains(change.from());
      Schema changed = new Schema.Parser().parse(text.replace(change.from(), change.to()));
      assertThat(SchemaChanges.broken(released, changed))
          .as(change.to())
          .anyMatch(fault -> fault.contains(change.said()));
    }
  }

  @Test
  void aFieldWithADefaultAndASymbolAtTheEndAreAllowed() throws IOException {
    String text =
        Files.readString(SCHEMAS.resolve("alert.avsc"))
            .replace(
                "{\"name\": \"peak\"",
                "{\"name\": \"x\", \"type\": \"int\", \"default\": 0}, {\"name\": \"peak\"")
            .replace("\"RULE_REMOVED\", \"OTHER\"", "\"RULE_REMOVED\", \"OTHER\", \"NEW\"");
    assertThat(text).contains("\"NEW\"").contains("\"x\"");
    Schema released = parse(SCHEMAS.resolve("released/0.1.0/alert.avsc"));
    assertThat(SchemaChanges.broken(released, new Schema.Parser().parse(text))).isEmpty();
  }

  /** A subscriber with the schema of a release takes a reason that is newer for OTHER. */
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"CORRECTED", "WITHDRAWN"})
  void anOldReaderIsNotBrokenByARevision(Reason reason) throws IOException {
    Alert alert =
        new RandomValues(new SplittableRandom(7))
            .alert().toBuilder().reason(reason).provisionalUntilMillis(1_700_000_000_000L).build();
    BinaryMessageDecoder<GenericRecord> old =
        new BinaryMessageDecoder<>(
            GenericData.get(), parse(SCHEMAS.resolve("released/0.1.0/alert.avsc")));
    old.addSchema(parse(SCHEMAS.resolve("alert.avsc")));

    GenericRecord read = old.decode(new AlertAvro().encode(alert, "t"));

    assertThat(read.get("reason")).hasToString("OTHER");
    assertThat(read.get("identifier")).hasToString(alert.identifier());
    assertThat(read.get("msg_type")).hasToString(alert.msgType().code());
    assertThat(read.hasField("provisional_until")).isFalse();
  }

  @Test
  void aReleaseHoldsItsSchemas() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>petrel</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    String released = version.group(1).replace("-SNAPSHOT", "");
    if (version.group(1).equals(released)) {
      for (String file : List.of("alert.avsc", "weather_observation.avsc")) {
        assertThat(SCHEMAS.resolve("released").resolve(released).resolve(file))
            .hasSameTextualContentAs(SCHEMAS.resolve(file));
      }
    }
  }

  private static List<String> variables(Schema schema) {
    return schema.getFields().stream()
        .filter(field -> field.getObjectProp("unit") != null)
        .map(Schema.Field::name)
        .toList();
  }

  private static Schema current(String releasedPath) throws IOException {
    return parse(SCHEMAS.resolve(Path.of(releasedPath).getFileName()));
  }

  private static Schema parse(Path file) throws IOException {
    return new Schema.Parser().parse(file.toFile());
  }
}
