package io.petrel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files that list the fields of an observation have those of {@code weather_observation.avsc};
 * {@code -Dpetrel.golden=update} rewrites them.
 */
class ObservationSchemasTest {
  private static final Path SCHEMAS = Path.of("schemas");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anAlertCarriesObservationsWithTheSchemaOfTheirTopic() throws IOException {
    String alert = Files.readString(SCHEMAS.resolve("alert.avsc"));
    Matcher copy =
        Pattern.compile(
                "\\{\\n( +)  \"type\": \"record\",\\n +\"name\": \"WeatherObservation\",(?s:.*?)\\n\\1\\}")
            .matcher(alert);
    assertThat(copy.find()).isTrue();
    String observation = Files.readString(SCHEMAS.resolve("weather_observation.avsc")).strip();

    compare(
        "alert.avsc",
        alert.substring(0, copy.start())
            + observation.replace("\n", "\n" + copy.group(1))
            + alert.substring(copy.end()));
  }

  @Test
  void aMappingOfAFeedKnowsAllNumbersAndTextsOfAReport() throws IOException {
    String text = Files.readString(SCHEMAS.resolve("import.schema.json"));
    Matcher names =
        Pattern.compile("(\"field-name\": \\{\\n +\"enum\": \\[\\n)(?s:.*?)(\\n +\\])")
            .matcher(text);
    assertThat(names.find()).isTrue();
    String all =
        Stream.concat(
                Variables.all().stream().map(Variable::name),
                ObservationField.all(ObservationField.Kind.TEXT).stream()
                    .filter(field -> !field.isLasting())
                    .map(ObservationField::name))
            .map(name -> "        \"" + name + "\"")
            .collect(Collectors.joining(",\n"));

    compare(
        "import.schema.json",
        text.substring(0, names.end(1)) + all + text.substring(names.start(2)));
  }

  @Test
  void aTestOfARuleCanGiveAllFields() throws IOException {
    JsonNode schema = JSON.readTree(SCHEMAS.resolve("rule-test.schema.json").toFile());
    Map<String, JsonNode> series = new LinkedHashMap<>();
    Map<String, JsonNode> constants = new LinkedHashMap<>();
    for (ObservationField field : ObservationField.all()) {
      String name = field.name();
      switch (field.kind()) {
        case NUMBER -> {
          Variable variable = Variables.at(field.index());
          series.put(
              name,
              definition(
                  "series",
                  "Values of %s (%s), one for each report, or one for all."
                      .formatted(name, variable.unit().code())));
          constants.put(name, JSON.createObjectNode().put("type", "number"));
        }
        case TEXT, ENUM -> {
          if (!field.isLasting()) {
            series.put(
                name,
                definition(
                    "text-series",
                    "Texts of %s, one for all reports, or a list with one for each."
                        .formatted(name)));
          }
        }
        case TIME, INTEGER, MAP -> {} // Said by other keys, or written by hand.
      }
    }
    replace((ObjectNode) schema.at("/$defs/test/properties"), series);
    replace((ObjectNode) schema.at("/$defs/station/properties"), series);
    replace((ObjectNode) schema.at("/$defs/identity/oneOf/1/properties"), constants);

    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    compare("rule-test.schema.json", JSON.writer(printer).writeValueAsString(schema) + "\n");
  }

  private static ObjectNode definition(String name, String description) {
    return JSON.createObjectNode().put("$ref", "#/$defs/" + name).put("description", description);
  }

  /** Puts the fields where the first of them stands, and leaves the other keys. */
  private static void replace(ObjectNode properties, Map<String, JsonNode> fields) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      boolean isReplaced =
          ObservationField.find(property.getKey())
              .filter(field -> !field.isLasting() || field.kind() == ObservationField.Kind.NUMBER)
              .filter(field -> field.kind() != ObservationField.Kind.INTEGER)
              .filter(field -> field.kind() != ObservationField.Kind.MAP)
              .isPresent();
      if (isReplaced) {
        all.putAll(fields);
      } else {
        all.put(property.getKey(), property.getValue());
      }
    }
    properties.removeAll();
    properties.setAll(all);
  }

  private static void compare(String file, String expected) throws IOException {
    Path path = SCHEMAS.resolve(file);
    if ("update".equals(System.getProperty("petrel.golden"))) {
      Files.writeString(path, expected);
    }
    assertThat(path)
        .as("%s, rewritten with -Dpetrel.golden=update", path)
        .content()
        .isEqualTo(expected);
  }
}
