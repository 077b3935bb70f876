package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
  void theCurrentSchemaReadsWhatEveryReleaseWrote(String path) throws IOException {
    assertCompatible(current(path), parse(SCHEMAS.resolve("released").resolve(path)));
  }

  @ParameterizedTest
  @MethodSource("released")
  void everyReleaseReadsWhatTheCurrentSchemaWrites(String path) throws IOException {
    assertCompatible(parse(SCHEMAS.resolve("released").resolve(path)), current(path));
  }

  @ParameterizedTest
  @MethodSource("released")
  void noFieldChangedItsNameTypeOrPlace(String path) throws IOException {
    List<Schema.Field> old = parse(SCHEMAS.resolve("released").resolve(path)).getFields();
    List<Schema.Field> now = current(path).getFields();
    for (Schema.Field field : old) {
      Schema.Field same =
          now.stream().filter(f -> f.name().equals(field.name())).findFirst().orElseThrow();
      assertThat(same.schema().getType()).as(field.name()).isEqualTo(field.schema().getType());
      assertThat(same.getObjectProp("unit"))
          .as("unit of " + field.name())
          .isEqualTo(field.getObjectProp("unit"));
    }
    // State holds values by their place among the variables.
    assertThat(now.stream().filter(f -> f.getObjectProp("unit") != null).map(Schema.Field::name))
        .startsWith(
            old.stream()
                .filter(f -> f.getObjectProp("unit") != null)
                .map(Schema.Field::name)
                .toArray(String[]::new));
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

  private static void assertCompatible(Schema reader, Schema writer) {
    SchemaCompatibility.SchemaPairCompatibility result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(result.getType())
        .as(result.getDescription())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  private static Schema current(String releasedPath) throws IOException {
    return parse(SCHEMAS.resolve(Path.of(releasedPath).getFileName()));
  }

  private static Schema parse(Path file) throws IOException {
    return new Schema.Parser().parse(file.toFile());
  }
}
